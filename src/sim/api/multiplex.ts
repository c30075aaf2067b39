import type { ByteSink } from '../http/stream.ts';

export const RAW_STREAM = 'application/vnd.docker.raw-stream';
export const MULTIPLEXED_STREAM = 'application/vnd.docker.multiplexed-stream';

const STREAMS = { stdout: 1, stderr: 2 } as const;

/** `data` with the header that says which stream it is of (moby pkg/stdcopy). */
const frame = (stream: keyof typeof STREAMS, data: Uint8Array): Uint8Array => {
  const framed = new Uint8Array(8 + data.length);
  framed[0] = STREAMS[stream];
  new DataView(framed.buffer).setUint32(4, data.length);
  framed.set(data, 8);
  return framed;
};

/** One of the streams that share `sink`. */
export const multiplexed = (sink: ByteSink, stream: keyof typeof STREAMS): ByteSink => ({
  write: (data) => sink.write(frame(stream, data)),
});
