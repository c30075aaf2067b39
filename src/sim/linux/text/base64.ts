import type { Task } from '../../kernel/task.ts';
import { type Call, Failure } from '../call.ts';
import { eachInput, PLAIN } from '../inputs.ts';
import { readAll } from '../read-file.ts';

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Base64 (RFC 4648). */
function encoded(data: Uint8Array): string {
  let text = '';
  for (let at = 0; at < data.length; at += 3) {
    const group = [...data.subarray(at, at + 3)];
    const bits = group.reduce((sum, byte, i) => sum | (byte << (16 - 8 * i)), 0);
    const digits = [18, 12, 6, 0].map((shift) => DIGITS[(bits >>> shift) & 63]);
    text += `${digits.slice(0, group.length + 1).join('')}${'='.repeat(3 - group.length)}`;
  }
  return text;
}

/** The bytes that whole groups of digits stand for; what is no digit is passed over. Undefined where the end is cut off. */
function decoded(text: string): Uint8Array | undefined {
  const digits = [...text].filter((digit) => DIGITS.includes(digit) || digit === '=');
  if (digits.length % 4 !== 0) return undefined;
  const bytes: number[] = [];
  for (let at = 0; at < digits.length; at += 4) {
    const group = digits.slice(at, at + 4);
    const bits = group.reduce((sum, digit) => (sum << 6) | Math.max(0, DIGITS.indexOf(digit)), 0);
    const count = 3 - group.filter((digit) => digit === '=').length;
    bytes.push(...[16, 8, 0].slice(0, count).map((shift) => (bits >>> shift) & 255));
  }
  return Uint8Array.from(bytes);
}

/** base64: to text, in lines of 76, and back. `truncated` is what is said of text that ends too early. */
export function* base64(call: Call, truncated: string): Task<number> {
  const width = Number(call.options.value('w') ?? 76);
  const well = yield* eachInput(call, call.operands, PLAIN, function* (fd) {
    const data = yield* readAll(call.sys, fd);
    if (!call.options.has('d')) {
      const text = encoded(data);
      const lines = width === 0 ? [text] : (text.match(new RegExp(`.{1,${width}}`, 'g')) ?? []);
      return yield* call.print(width === 0 ? text : lines.map((line) => `${line}\n`).join(''));
    }
    const bytes = decoded(new TextDecoder().decode(data));
    if (bytes === undefined) throw new Failure(truncated);
    yield* call.print(bytes);
  });
  return well ? 0 : 1;
}
