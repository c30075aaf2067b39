import { AwkProblem } from './fault.ts';
import { numberBy } from './format.ts';
import { AwkRecord } from './record.ts';
import { Cell, compare, Input, numberOf, textOf, type Value } from './value.ts';

/** In what mawk and BusyBox's awk differ when a program runs. */
export interface AwkDialect {
  /** Texts like `0x1f` are numbers. */
  readonly hex: boolean;
  /** A division by zero ends the program. */
  readonly dividesStrictly: boolean;
  /** printf without enough values ends the program. */
  readonly printsStrictly: boolean;
  /** A call of a function that is not there is found before anything runs. */
  readonly knowsFunctions: boolean;
  odd(number: number): string;
  /** The order in which `for (key in array)` goes: that of the package's hash table. */
  order(keys: readonly string[]): readonly string[];
}

/** All that a program's names stand for, the present record with its fields among them. */
export class Variables {
  readonly record = new AwkRecord();
  readonly dialect: AwkDialect;
  readonly #globals = new Map<string, Cell>();
  readonly #frames: Map<string, Cell>[] = [];

  constructor(dialect: AwkDialect) {
    this.dialect = dialect;
    const first = {
      FS: ' ',
      OFS: ' ',
      RS: '\n',
      ORS: '\n',
      SUBSEP: '\x1c',
      CONVFMT: '%.6g',
      OFMT: '%.6g',
      FILENAME: '',
    };
    for (const [name, value] of Object.entries({ ...first, NR: 0, FNR: 0, RSTART: 0, RLENGTH: -1 }))
      this.#globals.set(name, new Cell(value));
  }

  cell(name: string): Cell {
    const local = this.#frames.at(-1)?.get(name);
    if (local !== undefined) return local;
    let cell = this.#globals.get(name);
    if (cell === undefined) {
      cell = new Cell();
      this.#globals.set(name, cell);
    }
    return cell;
  }

  push(frame: Map<string, Cell>): void {
    this.#frames.push(frame);
  }

  pop(): void {
    this.#frames.pop();
  }

  array(name: string, line = 1): Map<string, Value> {
    const cell = this.cell(name);
    if (cell.value !== undefined) throw new AwkProblem('array', name, line);
    return cell.array;
  }

  /** A variable of awk's own, or of the program. */
  get(name: string): Value {
    if (name === 'NF') return this.record.count;
    const cell = this.cell(name);
    if (cell.isArray) throw new AwkProblem('array', name, 1);
    return cell.value;
  }

  set(name: string, value: Value): void {
    if (name === 'NF') this.record.setCount(this.number(value), this.text(this.get('OFS')));
    const cell = this.cell(name);
    if (cell.isArray) throw new AwkProblem('array', name, 1);
    cell.value = value;
  }

  field(index: number): Value {
    return index === 0 ? new Input(this.whole) : this.record.field(index);
  }

  get whole(): string {
    return this.record.text((fields, separator) => fields.map((field) => this.text(field)).join(separator));
  }

  setField(index: number, value: Value): void {
    if (index === 0) this.setRecord(this.text(value));
    else this.record.setField(index, value, this.text(this.get('OFS')));
  }

  /** A new record; with RS empty newlines end fields too. */
  setRecord(text: string): void {
    const separator = this.text(this.get('FS'));
    const paragraphs = this.text(this.get('RS')) === '' && separator !== ' ';
    const literal = separator.length === 1 ? separator.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&') : separator;
    this.record.set(text, paragraphs ? new RegExp(`(?:${literal})|\n`, 'g') : separator);
  }

  count(name: 'NR' | 'FNR'): void {
    this.set(name, this.number(this.get(name)) + 1);
  }

  number(value: Value): number {
    return numberOf(value, this.dialect.hex);
  }

  text(value: Value): string {
    return textOf(value, (number) => this.#written('CONVFMT', number));
  }

  /** A value as `print` writes it. */
  printed(value: Value): string {
    return textOf(value, (number) => this.#written('OFMT', number));
  }

  #written(name: 'CONVFMT' | 'OFMT', number: number): string {
    if (!Number.isFinite(number)) return this.dialect.odd(number);
    return numberBy(String(this.#globals.get(name)?.value), number, this.dialect.odd);
  }

  compare(left: Value, right: Value): number {
    return compare(left, right, (number) => this.#written('CONVFMT', number));
  }
}
