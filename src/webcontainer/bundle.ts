import { type Plugin, rolldown } from 'rolldown';

/** What of dockerode's packages no script of the course needs (SSH, BuildKit), and no browser's Node could load. */
const LEFT_OUT = ['ssh2', '@grpc/grpc-js', '@grpc/proto-loader', 'protobufjs'];

const STUB = '\0left-out';

const leaveOut: Plugin = {
  name: 'leave-out',
  resolveId: (source) => (LEFT_OUT.includes(source) ? STUB : null),
  load: (id) => (id === STUB ? 'export default {};' : null),
};

const ENTRY = '\0entry';

/** A module of one line, given as text. */
const entry = (source: string): Plugin => ({
  name: 'entry',
  resolveId: (id) => (id === ENTRY ? ENTRY : null),
  load: (id) => (id === ENTRY ? source : null),
});

/** One ES module for Node, with all that it imports but Node's own. */
async function bundled(input: string, plugins: readonly Plugin[], minify: boolean): Promise<string> {
  const bundle = await rolldown({ input, platform: 'node', plugins: [...plugins], logLevel: 'warn' });
  try {
    const { output } = await bundle.generate({ format: 'esm', minify, codeSplitting: false });
    return output[0].code;
  } finally {
    await bundle.close();
  }
}

/** `npm run daemon` as one file: a simulated engine that serves the Engine API over HTTP. */
export const bundleDaemon = (): Promise<string> => bundled('scripts/daemon.ts', [], true);

/** dockerode as one file: its class is the default export. Readable: errors show lines of it. */
export const bundleDockerode = (): Promise<string> =>
  bundled(ENTRY, [entry("export { default } from 'dockerode';"), leaveOut], false);
