import { isErrno } from '../../kernel/errno.ts';
import type { Task } from '../../kernel/task.ts';
import type { Call } from '../call.ts';
import { LineNumbers } from './number-lines.ts';
import { visible } from './visible.ts';

/** The two messages in which cats differ. */
export interface CatMessages {
  cannotOpen(path: string, reason: string): string;
  cannotRead(path: string, reason: string): string;
}

/** cat: copies files to the standard output, chunk by chunk, by the options n b v t e A (and s, T, E of GNU's). */
export function* concatenate(call: Call, messages: CatMessages): Task<number> {
  const { sys, options } = call;
  const any = (...keys: string[]): boolean => keys.some((key) => options.has(key));
  const shown = { tabs: any('t', 'A', 'T'), ends: any('e', 'A', 'E') };
  const escaped = any('v', 't', 'e', 'A', 'T', 'E');
  const numbers = any('n', 'b') ? new LineNumbers(options.has('b')) : undefined;
  let squeezed = '';
  const transform = (bytes: Uint8Array): Uint8Array | string => {
    if (!escaped && numbers === undefined && !options.has('s')) return bytes;
    let text = escaped ? visible(bytes, shown) : new TextDecoder().decode(bytes);
    if (options.has('s')) {
      const before = squeezed;
      text = (before + text).replace(/\n{3,}/g, '\n\n').slice(before.length);
      squeezed = (before + text).slice(-2);
    }
    return numbers?.add(text) ?? text;
  };
  let status = 0;
  for (const path of call.operands.length > 0 ? call.operands : ['-']) {
    let fd = 0;
    try {
      fd = path === '-' ? 0 : sys.open(path);
    } catch (error) {
      if (!isErrno(error)) throw error;
      yield* call.warn(messages.cannotOpen(path, error.message));
      status = 1;
      continue;
    }
    status = (yield* copy(call, path, fd, transform, messages)) ? status : 1;
    if (fd !== 0) sys.close(fd);
  }
  return status;
}

function* copy(
  call: Call,
  path: string,
  fd: number,
  transform: (bytes: Uint8Array) => Uint8Array | string,
  messages: CatMessages,
): Task<boolean> {
  for (;;) {
    let chunk: Uint8Array;
    try {
      chunk = yield* call.sys.read(fd);
    } catch (error) {
      if (!isErrno(error)) throw error;
      yield* call.warn(messages.cannotRead(path, error.message));
      return false;
    }
    if (chunk.length === 0) return true;
    yield* call.print(transform(chunk));
  }
}
