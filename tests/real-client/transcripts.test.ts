import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { SimulatedDaemon } from '../../scripts/daemon/simulated-daemon.ts';
import { dockerClientVersion } from '../../scripts/docker-client.ts';
import { parseScenario } from '../../src/lab/scenario.ts';
import { compare, type Step } from '../compare.ts';
import { RealTimePlayer } from './real-time-player.ts';

const FOLDER = new URL('../transcripts/', import.meta.url);
const names = readdirSync(FOLDER).filter((name) => /^(?:[12456]\d|3[0-26-9])-.*\.json$/.test(name));

/** Not below /tmp, which the terminals have to themselves. */
const sockets = mkdtempSync('/var/tmp/passerelle-');
afterAll(() => rmSync(sockets, { recursive: true }));

/** What is the client's own doing, and not the same in each build of it or at each time. */
const CLIENTS_OWN: Readonly<Record<string, readonly number[]>> = {
  // Errors of go-connections, which its newer versions word otherwise ("invalid hostPort" for "Invalid hostPort").
  '29-publish-errors.json': [8, 9, 10, 11, 12, 13],
  '54-ports.json': [20, 21, 22],
  // The list of commands names the plugins that are installed.
  '61-help.json': [0],
  // `| head -1`: a client that writes again when head has left says so.
  '64-hosts-resolv.json': [17],
};

const version = dockerClientVersion();
/** The recordings are of a client 28; others word much of it otherwise. */
const comparable = Number(version?.split('.')[0]) === 28;

test.skipIf(version === undefined).concurrent.each(names)(
  '%s with the real docker client',
  async (name) => {
    const text = readFileSync(new URL(name, FOLDER), 'utf8');
    const recorded = JSON.parse(text) as { steps: Step[] };
    const failures: unknown[] = [];
    const daemon = new SimulatedDaemon((error) => failures.push(error));
    const dockerHost = await daemon.listen({ path: `${sockets}/${name}` });
    const scenario = parseScenario(text);
    const played = await new RealTimePlayer(daemon, dockerHost, scenario.cols).play(scenario);
    await daemon.close();
    expect(failures).toEqual([]);
    const own = CLIENTS_OWN[name] ?? [];
    if (comparable) expect(compare(recorded.steps, played).filter(({ step }) => !own.includes(step))).toEqual([]);
  },
  150_000,
);
