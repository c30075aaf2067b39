import { viewOf } from './bytes.ts';

const END = 0;
const NOP = 1;
const MSS = 2;
const WINDOW_SCALE = 3;
const SACK_PERMITTED = 4;
const TIMESTAMPS = 8;

/** The length that each known option must have, its kind and length bytes included. */
const LENGTHS = new Map([
  [MSS, 4],
  [WINDOW_SCALE, 3],
  [SACK_PERMITTED, 2],
  [TIMESTAMPS, 10],
]);

/** Options of a segment; an option that is absent here was not sent. */
export interface TcpOptions {
  /** Maximum segment size in bytes (RFC 9293 §3.7.1). */
  readonly mss?: number;
  /** Bits to shift the window by (RFC 7323 §2). */
  readonly windowScale?: number;
  /** RFC 2018 §2. */
  readonly sackPermitted?: boolean;
  /** RFC 7323 §3. */
  readonly timestamps?: { readonly value: number; readonly echo: number };
}

function read(kind: number, body: DataView): TcpOptions {
  switch (kind) {
    case MSS:
      return { mss: body.getUint16(0) };
    case WINDOW_SCALE:
      return { windowScale: body.getUint8(0) };
    case SACK_PERMITTED:
      return { sackPermitted: true };
    case TIMESTAMPS:
      return { timestamps: { value: body.getUint32(0), echo: body.getUint32(4) } };
    default:
      return {};
  }
}

/** Unknown kinds are skipped (RFC 9293 §3.1); undefined when a length does not fit. */
export function parseTcpOptions(bytes: Uint8Array): TcpOptions | undefined {
  const view = viewOf(bytes);
  let options: TcpOptions = {};
  let at = 0;
  while (at < bytes.length && bytes[at] !== END) {
    const kind = view.getUint8(at);
    if (kind === NOP) {
      at++;
      continue;
    }
    const length = bytes[at + 1] ?? 0;
    if (length < 2 || at + length > bytes.length || (LENGTHS.get(kind) ?? length) !== length) return undefined;
    options = { ...options, ...read(kind, viewOf(bytes.subarray(at + 2, at + length))) };
    at += length;
  }
  return options;
}

const word = (value: number): number[] => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];

/** In Linux's order and alignment (net/ipv4/tcp_output.c, tcp_options_write): a multiple of 4 bytes. */
export function emitTcpOptions(options: TcpOptions): Uint8Array {
  const { mss, windowScale, sackPermitted, timestamps } = options;
  const bytes: number[] = [];
  const sack = sackPermitted ? [SACK_PERMITTED, 2] : [NOP, NOP];
  if (mss !== undefined) bytes.push(MSS, 4, mss >> 8, mss & 255);
  if (timestamps) bytes.push(...sack, TIMESTAMPS, 10, ...word(timestamps.value), ...word(timestamps.echo));
  else if (sackPermitted) bytes.push(NOP, NOP, ...sack);
  if (windowScale !== undefined) bytes.push(NOP, WINDOW_SCALE, 3, windowScale);
  return Uint8Array.from(bytes);
}
