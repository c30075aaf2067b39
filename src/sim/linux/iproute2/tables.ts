import { Failure } from '../call.ts';

/** As /etc/iproute2/rt_tables names them. */
const NAMES: Readonly<Record<string, number>> = { unspec: 0, default: 253, main: 254, local: 255 };

/** A table's number; undefined for what names none. */
function tableNumber(word: string): number | undefined {
  if (/^\d+$/.test(word)) return Number(word);
  return NAMES[word];
}

/** The same for a word that must be one. */
export function tableOf(word: string | undefined, complaint: string): number {
  const number = tableNumber(word ?? '');
  if (number === undefined) throw new Failure(`Error: argument "${word ?? ''}" is wrong: ${complaint}\n`, 255);
  return number;
}

export const tableName = (number: number): string =>
  Object.keys(NAMES).find((name) => NAMES[name] === number) ?? `${number}`;
