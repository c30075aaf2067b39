import type { Function as FunctionNode } from 'unbash';
import { print } from 'unbash/printer';

/** A function as bash's `type` prints it: `name () `, the brace alone on its line, four blanks of indentation. */
export function functionText(node: FunctionNode): string {
  const printed = print({ type: 'Script', pos: 0, end: 0, shebang: undefined, commands: [statement(node)] }).trimEnd();
  const open = printed.indexOf('{');
  const body = printed.slice(open + 1, printed.lastIndexOf('}'));
  const lines = body
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '');
  const indented = lines.map((line) => line.replace(/^ +/, (blanks) => blanks.repeat(2)).replace(/^(?! )/, '    '));
  return `${node.name.value} () \n{ \n${indented.map((line, i) => (i < lines.length - 1 && !/(then|do|in|\{|else|;)$/.test(line) ? `${line};` : line)).join('\n')}\n}`;
}

const statement = (command: FunctionNode) => ({
  type: 'Statement' as const,
  pos: 0,
  end: 0,
  command,
  background: undefined,
});
