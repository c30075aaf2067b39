import type { Task } from '../kernel/task.ts';
import type { OpenBody } from './transport.ts';

/** JSON values, one a line, as they arrive. */
export interface JsonStream<T> {
  /** The socket, for `poll`. */
  readonly fd: number;
  /** Undefined at the end. */
  next(): Task<T | undefined>;
  close(): void;
}

/** `prepare` may change a line's text before it is parsed. `T` is what the API says it is; nothing checks it. */
export const jsonStream = <T>(body: OpenBody, prepare = (line: string): string => line): JsonStream<T> => {
  const decoder = new TextDecoder();
  let text = '';
  return {
    fd: body.fd,
    close: () => body.close(),
    *next() {
      for (;;) {
        const end = text.indexOf('\n');
        if (end < 0) {
          const chunk = yield* body.read();
          if (chunk.length === 0) return undefined;
          text += decoder.decode(chunk, { stream: true });
          continue;
        }
        const line = text.slice(0, end).trim();
        text = text.slice(end + 1);
        if (line !== '') return JSON.parse(prepare(line)) as T;
      }
    },
  };
};
