import type { Command, Pipeline, Redirection, Statement, Word, WordPart } from 'unbash';

type Node = Statement['command'];

/**
 * A job as ash's `jobs` shows it (ash.c, cmdtxt): compound commands without their redirections, all quotes double.
 * `source` is what the tree was parsed from.
 */
export function ashText(node: Node, source: string): string {
  switch (node.type) {
    case 'AndOr':
      return joined(node.commands, node.operators, source);
    case 'Pipeline':
      return pipelineText(node, source);
    case 'Command':
      return commandText(node);
    case 'BraceGroup':
      return listText(node.body.commands, source);
    case 'Subshell':
      return `(${listText(node.body.commands, source)})`;
    case 'Redirected':
      return ashText(node.command, source);
    default:
      return source.slice(node.pos, node.end).replace(/\s*\n\s*/g, '; ');
  }
}

const listText = (statements: readonly Statement[], source: string): string =>
  statements.map(({ command, background }) => ashText(command, source) + (background ? ' &' : '')).join('; ');

const joined = (nodes: readonly Node[], operators: readonly string[], source: string): string =>
  nodes.map((node, i) => (i === 0 ? '' : ` ${operators[i - 1]} `) + ashText(node, source)).join('');

function pipelineText({ commands, operators, prefixes }: Pipeline, source: string): string {
  const bang = prefixes.some(({ type }) => type === 'Negation') ? '! ' : '';
  return bang + joined(commands, operators, source);
}

function commandText({ name, prefix, suffix }: Command): string {
  const items = [...prefix, ...(name ? [name] : []), ...suffix];
  const words = items.map((item) =>
    item.type === 'Word' ? wordText(item) : item.type === 'Assignment' ? item.text : undefined,
  );
  const redirections = items.map((item) =>
    item.type === 'Word' || item.type === 'Assignment' ? undefined : redirectionText(item),
  );
  return [...words, ...redirections].filter((text) => text !== undefined).join(' ');
}

function redirectionText(redirect: Redirection): string {
  if (redirect.type !== 'Redirect') return '<<...';
  const descriptor = redirect.descriptor?.type === 'FileDescriptor' ? redirect.descriptor.value : undefined;
  const fd = descriptor ?? (redirect.operator.startsWith('<') ? 0 : 1);
  return `${fd}${redirect.operator}${redirect.target ? wordText(redirect.target) : ''}`;
}

const wordText = (word: Word): string => word.parts?.map(partText).join('') ?? word.text;

function partText(part: WordPart): string {
  switch (part.type) {
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      return `"${part.value}"`;
    case 'DoubleQuoted':
      return `"${part.parts.map(partText).join('')}"`;
    case 'SimpleExpansion':
      return `\${${part.text.slice(1)}}`;
    case 'CommandExpansion':
      return '$(...)';
    default:
      return part.text;
  }
}
