/** CPU milliseconds that `run` takes of this process, garbage collection included: a busy machine's other work is not in it. */
export function milliseconds(run: () => void): number {
  const start = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1_000;
}

export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

/** Bytes in use once all garbage is gone; node must run with --expose-gc. */
export function heapUsed(): number {
  if (globalThis.gc === undefined) throw new Error('run node with --expose-gc');
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

const WIDTH = 62;

/** One line: what, how much, and what was aimed at. */
export function report(what: string, figure: string, aim = ''): void {
  console.log(`${what.padEnd(WIDTH)} ${figure}${aim && `  (aim: ${aim})`}`);
}
