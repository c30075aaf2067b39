import type { Reader } from '../../../http/reader.ts';
import { isErrno } from '../../../kernel/errno.ts';
import type { Task } from '../../../kernel/task.ts';
import { Failure } from '../../call.ts';

const LONGEST = 1 << 20;

export interface ResponseHead {
  readonly status: number;
  /** As it came: `HTTP/1.1 404 Not Found`. */
  readonly line: string;
  readonly length: number | undefined;
  readonly chunked: boolean;
  readonly location: string | undefined;
}

/** fgets_trim_sanitize(): a line up to its first control character. */
export function* trimmedLine(reader: Reader): Task<string> {
  let line: string | undefined;
  try {
    line = yield* reader.readLine(LONGEST);
  } catch (error) {
    throw isErrno(error) ? new Failure(`error getting response: ${error.message}`) : error;
  }
  if (line === undefined) throw new Failure('error getting response');
  const text = line.replaceAll('\t', ' ');
  const end = [...text].findIndex((character) => character < ' ');
  return end < 0 ? text : text.slice(0, end);
}

/** Reads the head of the answer, past those that only say « continue ». `show` is told each line of it. */
export function* readHead(reader: Reader, show: (line: string) => Task<void>): Task<ResponseHead> {
  for (;;) {
    const line = yield* trimmedLine(reader);
    yield* show(line);
    const status = Number.parseInt(line.replace(/^\S*\s*/, ''), 10) || 0;
    const failed = status !== 0 && status !== 100 && !isAccepted(status);
    if (failed) throw new Failure(`server returned error: ${line}`);
    const head = yield* readFields(reader, show);
    if (status !== 0 && status !== 100) return { status, line, ...head };
  }
}

const ACCEPTED = new Set([200, 201, 202, 203, 204, 206, 300, 301, 302, 303, 307, 308]);
const isAccepted = (status: number): boolean => ACCEPTED.has(status);

function* readFields(
  reader: Reader,
  show: (line: string) => Task<void>,
): Task<Pick<ResponseHead, 'length' | 'chunked' | 'location'>> {
  const fields = new Map<string, string>();
  for (;;) {
    const line = yield* trimmedLine(reader);
    yield* show(line);
    if (line === '') break;
    const field = /^([\w.-]*):\s*(.*?)[ \t]*$/.exec(line);
    if (field === null) throw new Failure(`bad header line: ${line}`);
    fields.set((field[1] ?? '').toLowerCase(), field[2] ?? '');
  }
  const length = fields.get('content-length');
  const coding = fields.get('transfer-encoding')?.toLowerCase();
  if (length !== undefined && !/^\d+$/.test(length)) throw new Failure(`content-length ${length} is garbage`);
  if (coding !== undefined && coding !== 'chunked') throw new Failure(`transfer encoding '${coding}' is not supported`);
  return {
    length: length === undefined ? undefined : Number(length),
    chunked: coding === 'chunked',
    location: fields.get('location'),
  };
}
