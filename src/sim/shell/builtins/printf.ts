import { appletName, complaint } from '../messages.ts';
import type { ShellState } from '../shell-state.ts';
import { type Builtin, BuiltinError } from './builtin.ts';
import { output } from './echo.ts';
import { withEscapes } from './escapes.ts';

const DIRECTIVE = /%([-+ #0]*)(\*|\d+)?(?:\.(\*|\d+)?)?(?:hh|h|ll|l|L|j|z|t)?([a-zA-Z%]|$|[\s\S])/y;

interface Directive {
  readonly flags: string;
  readonly width: number | undefined;
  readonly precision: number | undefined;
  readonly conversion: string;
}

/** Fills a format once with arguments taken from a list; the format is used again while arguments are left. */
class Formatter {
  readonly #state: ShellState;
  readonly #format: string;
  readonly #args: readonly string[];
  #next = 0;
  readonly #bytes: number[] = [];
  /** What is complained of, and behind how many bytes: BusyBox flushes those first. */
  readonly complaints: { readonly text: string; readonly at: number }[] = [];
  stopped = false;

  constructor(state: ShellState, format: string, args: readonly string[]) {
    this.#state = state;
    this.#format = format;
    this.#args = args;
  }

  /** The bytes; a complaint that ends all keeps what came before. */
  run(): { readonly bytes: Uint8Array; readonly failure?: BuiltinError } {
    let failure: BuiltinError | undefined;
    try {
      this.#passes();
    } catch (error) {
      if (!(error instanceof BuiltinError)) throw error;
      failure = error;
    }
    return { bytes: Uint8Array.from(this.#bytes), ...(failure && { failure }) };
  }

  #passes(): void {
    do {
      const before = this.#next;
      this.#pass();
      if (this.#next === before) break;
    } while (this.#next < this.#args.length && !this.stopped);
  }

  #pass(): void {
    const format = this.#format;
    for (let at = 0; at < format.length && !this.stopped; ) {
      if (format[at] !== '%') {
        const end = format.indexOf('%', at);
        this.#escaped(format.slice(at, end < 0 ? undefined : end));
        at = end < 0 ? format.length : end;
        continue;
      }
      DIRECTIVE.lastIndex = at;
      const match = DIRECTIVE.exec(format) as RegExpExecArray;
      at = DIRECTIVE.lastIndex;
      this.#directive(match);
    }
  }

  #escaped(text: string): void {
    const { bytes, stopped } = withEscapes(text, false);
    this.#bytes.push(...bytes);
    this.stopped = stopped;
  }

  #text(text: string): void {
    this.#bytes.push(...new TextEncoder().encode(text));
  }

  #take(): string | undefined {
    return this.#args[this.#next++];
  }

  #directive([whole, flags = '', width, precision, conversion = '']: RegExpExecArray): void {
    const size = (text: string | undefined): number | undefined =>
      text === '*' ? Number(this.#integer(this.#take() ?? '0')) : text === undefined ? undefined : Number(text);
    const directive = {
      flags,
      width: size(width),
      precision: whole?.includes('.') ? (size(precision) ?? 0) : undefined,
      conversion,
    };
    if (conversion === '%') return this.#text('%');
    if (!/^[diouxXeEfFgGcsbq]$/.test(conversion) || (conversion === 'q' && this.#state.dialect === 'ash'))
      throw this.#invalid(whole ?? '');
    this.#convert(directive);
  }

  #invalid(whole: string): BuiltinError {
    if (this.#state.dialect === 'bash') {
      return whole === '%'
        ? new BuiltinError("`%': missing format character", 1)
        : new BuiltinError(`\`${whole.slice(-1)}': invalid format character`, 1);
    }
    const rest = `%${this.#format.slice(this.#format.indexOf(whole) + whole.length - 1)}`;
    return bareError(this.#state, `${rest}: invalid format`);
  }

  #convert(directive: Directive): void {
    const { conversion, precision } = directive;
    const arg = this.#take();
    if (conversion === 's') return this.#padded([...(arg ?? '')].slice(0, precision).join(''), directive);
    if (conversion === 'c') return this.#padded((arg ?? '').slice(0, 1), directive);
    if (conversion === 'q') return this.#padded(quoteForBash(arg ?? ''), directive);
    if (conversion === 'b') {
      const { bytes, stopped } = withEscapes(arg ?? '', false);
      this.#bytes.push(...bytes);
      this.stopped = stopped;
      return;
    }
    if (/[diouxX]/.test(conversion)) return this.#number(this.#integer(arg ?? '0'), directive);
    this.#floating(arg ?? '0', directive);
  }

  #padded(text: string, { flags, width = 0 }: Directive): void {
    const left = flags.includes('-') || width < 0;
    const size = Math.abs(width);
    this.#text(left ? text.padEnd(size) : text.padStart(size));
  }

  /** The integer that an argument stands for; what is none counts as far as it goes, and is complained of. */
  #integer(text: string): bigint {
    if (/^['"]/.test(text)) return BigInt(text.codePointAt(1) ?? 0);
    const match = /^\s*([-+]?)(0[xX][0-9a-fA-F]+|0[0-7]*|\d+)/.exec(text);
    if (!match || match[0].length !== text.length) this.#complain(text);
    if (!match) return 0n;
    const [, sign, digits = '0'] = match;
    const value = BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits}` : digits);
    return this.#state.dialect === 'ash' && match[0].length !== text.length ? 0n : sign === '-' ? -value : value;
  }

  #complain(text: string): void {
    const ash = this.#state.dialect === 'ash';
    this.complaints.push({
      text: ash ? `invalid number '${text}'` : `${text}: invalid number`,
      at: ash ? this.#bytes.length : 0,
    });
  }

  #number(value: bigint, directive: Directive): void {
    const { conversion, flags, precision } = directive;
    const radix = conversion === 'o' ? 8 : conversion.toLowerCase() === 'x' ? 16 : 10;
    const signed = radix === 10 && conversion !== 'u';
    const magnitude = signed ? (value < 0n ? -value : value) : BigInt.asUintN(64, value);
    let digits = magnitude.toString(radix);
    if (conversion === 'X') digits = digits.toUpperCase();
    if (precision !== undefined) digits = digits.padStart(precision, '0');
    const prefix =
      flags.includes('#') && radix === 16 && value !== 0n
        ? `0${conversion}`
        : flags.includes('#') && radix === 8
          ? '0'
          : '';
    this.#signed(signed && value < 0n, prefix, digits, directive, signed);
  }

  #signed(negative: boolean, prefix: string, digits: string, directive: Directive, signed = true): void {
    const { flags, width = 0, precision, conversion } = directive;
    const plus = !signed ? '' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
    const sign = (negative ? '-' : plus) + prefix;
    const zeros =
      flags.includes('0') &&
      !flags.includes('-') &&
      (precision === undefined || /[a-zA-Z]/.test(conversion.replace(/[diouxX]/, '')));
    this.#padded(zeros ? sign + digits.padStart(width - sign.length, '0') : sign + digits, directive);
  }

  #floating(text: string, directive: Directive): void {
    const value = Number(text);
    if (text.trim() === '' || Number.isNaN(value)) this.#complain(text);
    const number = Number.isNaN(value) ? 0 : value;
    const { precision = 6, conversion } = directive;
    let digits: string;
    if (conversion.toLowerCase() === 'f') digits = Math.abs(number).toFixed(precision);
    else if (conversion.toLowerCase() === 'e') digits = exponential(Math.abs(number), precision);
    else digits = general(Math.abs(number), precision);
    this.#signed(number < 0, '', /[EG]/.test(conversion) ? digits.toUpperCase() : digits, directive);
  }
}

const exponential = (value: number, precision: number): string =>
  value.toExponential(precision).replace(/e([-+])(\d)$/, 'e$10$2');

/** `%g`: the shorter of the two forms, without zeros at the end. */
function general(value: number, precision: number): string {
  const significant = Math.max(1, precision);
  const exponent = value === 0 ? 0 : Math.floor(Math.log10(value));
  if (exponent < -4 || exponent >= significant) return exponential(value, significant - 1).replace(/\.?0+e/, 'e');
  const fixed = value.toFixed(Math.max(0, significant - 1 - exponent));
  return fixed.includes('.') ? fixed.replace(/\.?0+$/, '') : fixed;
}

const quoteForBash = (text: string): string => (text === '' ? "''" : text.replace(/[^\w@%+=:,./-]/g, '\\$&'));

/** busybox's applets speak of themselves as the shell they run in. */
const bareError = (state: ShellState, text: string): BuiltinError =>
  new BuiltinError(`${appletName(state)}: ${text}\n`, 1, true);

export const printf: Builtin = function* (state, args) {
  const assigns = state.dialect === 'bash' && args[0] === '-v';
  const [format, ...rest] = args[0] === '--' ? args.slice(1) : assigns ? args.slice(2) : args;
  if (format === undefined) {
    if (state.dialect === 'bash')
      throw new BuiltinError('printf: usage: printf [-v var] format [arguments]\n', 2, true);
    throw new BuiltinError(`${appletName(state)}: usage: printf FORMAT [ARGUMENT...]\n`, 2, true);
  }
  const formatter = new Formatter(state, format, rest);
  const { bytes, failure } = formatter.run();
  let shown = 0;
  for (const { text, at } of formatter.complaints) {
    if (at > shown) yield* output(state, bytes.subarray(shown, at));
    shown = at;
    yield* state.sys.write(
      2,
      state.dialect === 'bash' ? complaint(state, text, 'printf') : `${appletName(state)}: ${text}\n`,
    );
  }
  if (assigns) state.variables.set(args[1] as string, new TextDecoder().decode(bytes));
  else if (bytes.length > shown) yield* output(state, bytes.subarray(shown));
  if (failure !== undefined) throw failure;
  return formatter.complaints.length > 0 ? 1 : 0;
};
