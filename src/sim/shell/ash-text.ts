import type {
  AndOr,
  Branch,
  Case,
  Command,
  For,
  If,
  List,
  ListNode,
  Pipeline,
  Redirection,
  Word,
  WordPart,
} from './parse/ast.ts';

/** A job as ash's `jobs` shows it (ash.c, cmdtxt): compound commands without their redirections, all quotes double. */
export function ashText(node: ListNode): string {
  switch (node.type) {
    case 'AndOr':
    case 'Pipeline':
      return joined(node);
    case 'Command':
      return commandText(node);
    case 'BraceGroup':
      return listText(node.body);
    case 'Subshell':
      return `(${listText(node.body)})`;
    case 'Redirected':
      return ashText(node.command);
    case 'If':
      return ifText(node.branches, node.otherwise);
    case 'While':
      return `${node.kind} ${listText(node.condition)}; do ${listText(node.body)}; done`;
    case 'For':
      return `for ${node.name} in ${forWords(node)}; do ${listText(node.body)}; done`;
    case 'Case':
      return caseText(node);
    case 'Function':
      return `${node.name}() { ... }`;
    default:
      return '';
  }
}

/** The `&` inside a list is not shown. */
const listText = (list: List): string => list.map(({ command }) => ashText(command)).join('; ');

const bangs = (node: AndOr | Pipeline): string => (node.type === 'Pipeline' ? node.prefixes.join('') : '');

const joined = (node: AndOr | Pipeline): string =>
  bangs(node) + node.commands.map((one, i) => (i === 0 ? '' : ` ${node.operators[i - 1]} `) + ashText(one)).join('');

/** An `elif` is an `if` inside an `else`. */
function ifText([branch, ...rest]: If['branches'], otherwise: List | undefined): string {
  const { condition, body } = branch as Branch;
  const other = rest.length > 0 ? ifText(rest, otherwise) : otherwise && listText(otherwise);
  const tail = other === undefined ? '' : `; else ${other}`;
  return `if ${listText(condition)}; then ${listText(body)}${tail}; fi`;
}

const forWords = ({ words }: For): string => words?.map(wordText).join(' ') ?? `"\${@}"`;

/** Of several patterns only the first is shown. */
function caseText({ word, items }: Case): string {
  const shown = items.map(({ patterns, body }) => `${wordText(patterns[0] as Word)}) ${listText(body)};; `);
  return `case ${wordText(word)} in ${shown.join('')}esac`;
}

/** Assignments before a command are not shown. */
function commandText({ words, redirections }: Command): string {
  const items = words.map((item) => (item.type === 'Word' ? wordText(item) : item.text));
  return [items.join(' '), ...redirections.map(redirectionText)].join(' ');
}

function redirectionText(redirect: Redirection): string {
  if (redirect.type === 'HereDocument') return '<<...';
  return `${redirect.fd ?? (redirect.operator.startsWith('<') ? 0 : 1)}${redirect.operator}${wordText(redirect.target)}`;
}

const wordText = ({ parts }: Word): string => parts.map(partText).join('');

function partText(part: WordPart): string {
  switch (part.type) {
    case 'Literal':
      return part.text.replace(/\\([\s\S])/g, '$1');
    case 'Quoted':
      return part.single ? `"${part.value.replace(/["$`\\]/g, '\\$&')}"` : part.text;
    case 'DoubleQuoted':
      return `"${part.parts.map(partText).join('')}"`;
    case 'Parameter':
      return part.text.startsWith('${') ? part.text : `\${${part.name}}`;
    case 'CommandSubstitution':
      return '$(...)';
    default:
      return part.text;
  }
}
