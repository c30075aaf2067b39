import type { Parameter, ParameterOperation, Word } from './ast.ts';
import { Malformed } from './fault.ts';
import type { WordReader } from './word-reader.ts';

const NAME = /[A-Za-z_]\w*|\d+|[@*#?$!-]/y;

/** Reads the `${…}` at the cursor. What is no parameter (`${a b}`) has an empty name: shells complain when they run it. */
export function readParameter(reader: WordReader, quoted: boolean): Parameter {
  const { cursor } = reader;
  const start = cursor.pos;
  cursor.pos += 2;
  const prefix = readPrefix(reader);
  let name = reader.match(NAME) ?? '';
  const index = name !== '' && reader.dialect === 'bash' && reader.sees('[') ? readIndex(reader) : undefined;
  const operation = reader.sees('}') || name === '' ? undefined : readOperation(reader, quoted, prefix);
  if (!reader.sees('}')) {
    name = '';
    reader.operand('}', quoted);
  }
  if (reader.match(/\}/y) === undefined) throw new Malformed({ kind: 'unterminated', closer: '}', pos: start });
  return { type: 'Parameter', text: cursor.source.slice(start, cursor.pos), name, prefix, index, operation };
}

/** `${#name}` and bash's `${!name}`; `${#}`, `${#-word}` and `${!}` are parameters of their own. */
function readPrefix(reader: WordReader): '#' | '!' | undefined {
  if (reader.match(/#(?=[A-Za-z_\d]|[@*#?$!-]\})/y) !== undefined) return '#';
  return reader.dialect === 'bash' && reader.match(/!(?=[A-Za-z_\d@*#?])/y) !== undefined ? '!' : undefined;
}

function readIndex(reader: WordReader): Word {
  reader.match(/\[/y);
  const word = reader.arithmetic(']}');
  reader.match(/\]/y);
  return word;
}

/** What is done with the parameter; undefined for what no shell knows. */
function readOperation(
  reader: WordReader,
  quoted: boolean,
  prefix: Parameter['prefix'],
): ParameterOperation | undefined {
  const names = prefix === '!' ? reader.match(/[@*](?=\})/y) : undefined;
  if (names !== undefined) return { type: 'Names', operator: names };
  const byDefault = reader.match(/:?[-=?+]/y);
  if (byDefault !== undefined) return { type: 'Default', operator: byDefault, operand: reader.operand('}', quoted) };
  const remove = reader.match(/##?|%%?/y);
  if (remove !== undefined) return { type: 'Remove', operator: remove, operand: reader.operand('}', false) };
  const replace = reader.match(reader.dialect === 'bash' ? /\/[/#%]?/y : /\/\/?/y);
  if (replace !== undefined) return readReplacement(reader, replace);
  if (reader.match(/:/y) !== undefined) return readSlice(reader);
  const change = reader.match(/\^\^?|,,?/y);
  if (change !== undefined) {
    reader.operand('}', false);
    return { type: 'CaseModification', operator: change };
  }
  if (reader.match(/@/y) !== undefined) return { type: 'Transform', operand: reader.operand('}', false) };
  return undefined;
}

function readReplacement(reader: WordReader, operator: string): ParameterOperation {
  const pattern = reader.operand('/}', false);
  reader.match(/\//y);
  return { type: 'Replace', operator, pattern, replacement: reader.operand('}', false) };
}

function readSlice(reader: WordReader): ParameterOperation {
  const offset = reader.arithmetic(':}');
  const length = reader.match(/:/y) === undefined ? undefined : reader.arithmetic('}');
  return { type: 'Slice', offset, length };
}
