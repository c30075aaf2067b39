import { withEscapes } from './escapes.ts';

/** What printf(1) printed, and the words that should have been numbers and were none. */
export interface Printed {
  readonly text: string;
  readonly wrongNumbers: readonly string[];
}

const DIRECTIVE = /%(?:%|([-+ #0]*)(\*|\d+)?(?:\.(\*|\d+)?)?([diouxXcsbeEfgG]))/g;

/** Arguments as printf takes them, one after another; missing ones are '' and 0. */
class Words {
  readonly #words: string[];
  readonly wrong: string[] = [];
  used = 0;

  constructor(words: readonly string[]) {
    this.#words = [...words];
  }

  get left(): number {
    return this.#words.length;
  }

  text(): string {
    this.used++;
    return this.#words.shift() ?? '';
  }

  number(): number {
    const word = this.text();
    if (/^["']./.test(word)) return word.codePointAt(1) ?? 0;
    const value = /^\s*[-+]?0[0-7]+$/.test(word) ? Number.parseInt(word, 8) : word.trim() === '' ? 0 : Number(word);
    if (word !== '' && (Number.isNaN(value) || word.trim() === '')) this.wrong.push(word);
    return Number.isNaN(value) ? Number.parseInt(word, 10) || 0 : value;
  }
}

/** `text` in its width, by the flags `-` and `0`. */
export function padded(text: string, flags: string, width: number, numeric: boolean): string {
  if (width < 0 || flags.includes('-')) return text.padEnd(Math.abs(width));
  if (!numeric || !flags.includes('0')) return text.padStart(width);
  const sign = /^[-+ ]/.exec(text)?.[0] ?? '';
  return sign + text.slice(sign.length).padStart(width - sign.length, '0');
}

const signed = (value: number, text: string, flags: string): string =>
  value < 0 ? text : flags.includes('+') ? `+${text}` : flags.includes(' ') ? ` ${text}` : text;

/** `%d %o %x …` of a number, as printf(3) writes it. */
export function integerText(value: number, letter: string, flags: string, precision: number | undefined): string {
  const whole = Math.trunc(value);
  const digits = (base: number): string =>
    Math.abs(whole)
      .toString(base)
      .padStart(precision ?? 0, '0');
  const alternative = flags.includes('#') && whole !== 0;
  if (letter === 'o') return (alternative ? '0' : '') + digits(8);
  if (letter === 'x') return (alternative ? '0x' : '') + digits(16);
  if (letter === 'X') return ((alternative ? '0x' : '') + digits(16)).toUpperCase();
  return signed(whole, (whole < 0 ? '-' : '') + digits(10), flags);
}

/** `%e %f %g` of a number, as printf(3) writes it. */
export function floatText(value: number, letter: string, flags: string, precision = 6): string {
  const exponent = (digits: number): string => value.toExponential(digits).replace(/e([-+])(\d)$/, 'e$10$2');
  if (letter === 'f') return signed(value, value.toFixed(precision), flags);
  if (letter.toLowerCase() === 'e') return signed(value, exponent(precision), flags);
  const power = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)));
  const digits = Math.max(1, precision);
  const fixed = power >= -4 && power < digits;
  const text = fixed ? value.toFixed(Math.max(0, digits - 1 - power)) : exponent(digits - 1);
  return signed(value, text.includes('.') ? text.replace(/\.?0+(e|$)/, '$1') : text, flags);
}

/** printf(1): the format again and again until all words are used. */
export function printfText(format: string, words: readonly string[]): Printed {
  const left = new Words(words);
  let text = '';
  do {
    const used = left.used;
    const { text: once, stopped } = formatOnce(format, left);
    text += once;
    if (stopped || left.used === used) break;
  } while (left.left > 0);
  return { text, wrongNumbers: left.wrong };
}

function formatOnce(format: string, words: Words): { text: string; stopped: boolean } {
  const { text: prepared, stopped } = withEscapes(format);
  let ended = false;
  const text = prepared.replace(
    DIRECTIVE,
    (directive: string, flags = '', wide?: string, exact?: string, letter?: string) => {
      if (ended) return '';
      if (letter === undefined) return '%';
      const width = wide === '*' ? words.number() : Number(wide ?? 0);
      const precision = exact === '*' ? words.number() : exact === undefined ? undefined : Number(exact);
      const cut = (word: string): string =>
        padded(directive.includes('.') ? word.slice(0, precision ?? 0) : word, flags, width, false);
      if (letter === 's') return cut(words.text());
      if (letter === 'c') return padded(words.text().slice(0, 1), flags, width, false);
      if (letter === 'b') {
        const escaped = withEscapes(words.text());
        ended = escaped.stopped;
        return cut(escaped.text);
      }
      const value = words.number();
      const number = /[diouxX]/.test(letter)
        ? integerText(value, letter, flags, precision)
        : floatText(value, letter, flags, precision);
      return padded(
        number,
        precision !== undefined && /[diouxX]/.test(letter) ? flags.replace('0', '') : flags,
        width,
        true,
      );
    },
  );
  return { text, stopped: stopped || ended };
}
