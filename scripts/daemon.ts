/** Serves a simulated Docker Engine to real clients: `npm run --silent daemon -- --listen 127.0.0.1:2375`. */
import { parseArgs } from 'node:util';
import { parseListenAddress, UsageError } from './daemon/listen-address.ts';
import { SimulatedDaemon } from './daemon/simulated-daemon.ts';

const EXIT_FAILURE = 1;
const EXIT_USAGE = 2;
const DEFAULT_LISTEN = '127.0.0.1:2375';
const USAGE = `usage: npm run --silent daemon -- [--listen ADDRESS]… [--allow-remote]
  --listen ADDRESS   127.0.0.1:2375 (the default), [::1]:2375, unix:///path; may be given several times; port 0 is any free one
  --allow-remote     lets an address be one that other machines can reach
Then, in another terminal: DOCKER_HOST=tcp://127.0.0.1:2375 docker run -it alpine`;

const OPTIONS = {
  listen: { type: 'string', multiple: true },
  'allow-remote': { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

function readArguments() {
  try {
    return parseArgs({ options: OPTIONS }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

async function main(): Promise<void> {
  const { listen = [DEFAULT_LISTEN], 'allow-remote': allowRemote, help } = readArguments();
  if (help) return console.log(USAGE);
  const addresses = listen.map((text) => parseListenAddress(text, allowRemote));
  const daemon = new SimulatedDaemon((error) => console.error(error));
  const stop = () => void daemon.close();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    for (const address of addresses) console.log(`listening: DOCKER_HOST=${await daemon.listen(address)}`);
  } catch (error) {
    await daemon.close();
    throw error;
  }
}

try {
  await main();
} catch (error) {
  const usage = error instanceof UsageError;
  console.error(`daemon: ${(error as Error).message}${usage ? `\n${USAGE}` : ''}`);
  process.exitCode = usage ? EXIT_USAGE : EXIT_FAILURE;
}
