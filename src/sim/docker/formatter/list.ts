import { tabulate } from '../../command/table.ts';
import { type Template, template } from '../../command/template/template.ts';
import { type Method, Struct, type Value } from '../../command/template/value.ts';
import type { Task } from '../../kernel/task.ts';
import { type Cli, print } from '../cli.ts';

/** A column of a list: its heading and how a row shows it. */
interface Column<T> {
  readonly heading: string;
  show(row: T): Value;
}

/** How a kind of things is listed (docker/cli's `formatter` contexts). */
export interface Listing<T> {
  /** The rows' type in Go, told by errors. */
  readonly type: string;
  readonly columns: Readonly<Record<string, Column<T>>>;
  /** What `{{.Label "name"}}` looks into. */
  labels?(row: T): Readonly<Record<string, string>> | null;
}

/** A row as templates see it. */
export function rowOf<T>({ type, columns, labels }: Listing<T>, row: T): Struct {
  const methods = Object.entries(columns).map(([name, { show }]): [string, Method] => [name, () => show(row)]);
  if (labels !== undefined) methods.push(['Label', (name: Value) => labels(row)?.[String(name)] ?? '']);
  return new Struct(type, new Map(methods));
}

/** The headings; `.Label "com.x.a-b"` is headed by the last part of the label's name. */
function headings<T>({ columns, labels }: Listing<T>): Struct {
  const entries = Object.entries(columns).map(([name, { heading }]): [string, Value | Method] => [name, heading]);
  const label: Method = (name: Value) => (String(name).split('.').at(-1) ?? '').replace(/[-_]/g, ' ');
  return new Struct(
    'formatter.SubHeaderContext',
    new Map(labels === undefined ? entries : [...entries, ['Label', label]]),
  );
}

const unescaped = (format: string): string =>
  format
    .replace(/^ +| +$/g, '')
    .replaceAll('\\t', '\t')
    .replaceAll('\\n', '\n');

const isTable = (format: string): boolean => format.startsWith('table');

function parse(format: string): Template {
  const source = format === 'json' ? '{{json .}}' : unescaped(isTable(format) ? format.slice('table'.length) : format);
  try {
    return template(source);
  } catch (error) {
    throw new Error(`template parsing error: ${(error as Error).message}`);
  }
}

/** Prints `rows` in `format`: a template, `table TEMPLATE` with headings, or `json` (docker/cli's formatter.Context). */
export function* printList<T>(cli: Cli, listing: Listing<T>, format: string, rows: readonly T[]): Task<void> {
  yield* print(cli, listText(listing, format, rows));
}

/** What {@link printList} prints. */
export function listText<T>(listing: Listing<T>, format: string, rows: readonly T[]): string {
  const parsed = parse(format);
  let text = '';
  for (const row of rows) {
    try {
      text += `${parsed.execute(rowOf(listing, row))}\n`;
    } catch (error) {
      throw new Error(`template parsing error: ${(error as Error).message}`);
    }
  }
  return isTable(format) ? tabulate(`${parsed.header(headings(listing))}\n${text}`) : text;
}

/** Labels as one column shows them: `a=1,b=2`. */
export const labelText = (labels: Readonly<Record<string, string>> | null | undefined): string =>
  Object.entries(labels ?? {})
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join(',');

/** The first 12 digits, without `sha256:`. */
export const shortId = (id: string): string => id.slice(id.indexOf(':') + 1).slice(0, 12);
