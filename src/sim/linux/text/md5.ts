/** The sines of 1 to 64 (RFC 1321, 3.4), and by how much each round turns. */
const SINES = Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32) | 0);
const TURNS = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
];

function padded(data: Uint8Array): DataView {
  const all = new Uint8Array(Math.ceil((data.length + 9) / 64) * 64);
  all.set(data);
  all[data.length] = 0x80;
  const view = new DataView(all.buffer);
  view.setUint32(all.length - 8, (data.length * 8) >>> 0, true);
  view.setUint32(all.length - 4, Math.floor(data.length / 2 ** 29), true);
  return view;
}

/** The mix of three words in step `i`, and which word of the block goes with it. */
function mixed(i: number, b: number, c: number, d: number): readonly [mix: number, word: number] {
  if (i < 16) return [(b & c) | (~b & d), i];
  if (i < 32) return [(d & b) | (~d & c), (5 * i + 1) % 16];
  if (i < 48) return [b ^ c ^ d, (3 * i + 5) % 16];
  return [c ^ (b | ~d), (7 * i) % 16];
}

/** MD5 (RFC 1321), in 32 hexadecimal digits. */
export function md5(data: Uint8Array): string {
  const view = padded(data);
  const state: [number, number, number, number] = [0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476];
  for (let at = 0; at < view.byteLength; at += 64) {
    let [a, b, c, d] = state;
    for (let i = 0; i < 64; i++) {
      const [mix, word] = mixed(i, b, c, d);
      const sum = (a + mix + (SINES[i] as number) + view.getInt32(at + word * 4, true)) | 0;
      const turn = TURNS[i >> 4]?.[i % 4] as number;
      [a, d, c, b] = [d, c, b, (b + ((sum << turn) | (sum >>> (32 - turn)))) | 0];
    }
    for (const [i, value] of [a, b, c, d].entries()) state[i] = ((state[i] as number) + value) | 0;
  }
  return state.map((word) => reversed(word >>> 0)).join('');
}

/** A word's digits, its lowest byte first. */
const reversed = (word: number): string =>
  [0, 8, 16, 24].map((shift) => ((word >>> shift) & 255).toString(16).padStart(2, '0')).join('');
