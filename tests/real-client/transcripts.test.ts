import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { SimulatedDaemon } from '../../scripts/daemon/simulated-daemon.ts';
import { dockerClientVersion } from '../../scripts/docker-client.ts';
import { parseScenario } from '../../src/lab/scenario.ts';
import { compare, type Step } from '../compare.ts';
import { RealTimePlayer } from './real-time-player.ts';

const FOLDER = new URL('../transcripts/', import.meta.url);
/** What is typed there looks into, and writes to, the files of the engine's machine; the shell stands on another. */
const ON_THE_MACHINE = ['58c-volume-options.json', '58d-data-root.json'];
const names = readdirSync(FOLDER)
  .filter((name) => /^(?:[12456]\d|3[0-26-9])[a-z]?-.*\.json$/.test(name))
  .filter((name) => !ON_THE_MACHINE.includes(name));

/** Not below /tmp, /root or /run, which the terminals have to themselves. */
const sockets = mkdtempSync('/var/tmp/passerelle-');
afterAll(() => rmSync(sockets, { recursive: true }));

/** Steps that are not compared: what is the client's own doing, or of the machine on which it runs. */
const CLIENTS_OWN: Readonly<Record<string, readonly number[]>> = {
  // Errors of go-connections, which its newer versions word otherwise ("invalid hostPort" for "Invalid hostPort").
  '28a-ports.json': [30, 31, 32, 33, 34, 35, 38, 39],
  '28b-port-forms.json': [29, 30, 32],
  '29-publish-errors.json': [8, 9, 10, 11, 12, 13],
  '36c-ipv6-ports.json': [30],
  '39b-events.json': [17],
  '54-ports.json': [20, 21, 22],
  '65a-run-forms.json': [60, 63, 65, 66, 67, 69, 70],
  // The list of commands names the plugins that are installed, and 28.2 shows another type for --host.
  '59a-system.json': [60],
  '61-help.json': [0],
  '62b-cli.json': [25],
  // 28.2 asks for another API version and finds `bogus` nowhere, and words a second `-H` otherwise.
  '62c-global-options.json': [0, 10],
  // How many digits a time has, and whether an id begins with `b`, is chance.
  '11a-formats.json': [48],
  '42a-signals.json': [6],
  // The errors of text/template, which newer versions of Go word in full.
  '49b-template-types.json': [2, 4, 7, 10, 11, 12, 13],
  // Labels, and subnets that are asked for, are in the order of a Go map: another each time.
  '12a-ls-inspect.json': [22],
  '31a-macvlan.json': [40, 41],
  // `--until 0s` is the second that has begun: what it leaves out depends on when the step falls in it.
  '16b-live.json': [47, 48, 49],
  '56a-events.json': [9, 10, 11, 12, 13, 14, 15, 16, 18, 19],
  // What is bound is the engine's machine's, and the shell that made it stands on another; several `-v` are in the order of a Go map (19).
  '58a-mounts.json': [1, 2, 14, 19, 35],
  // `$?` of a program that ran in the simulated host's shell.
  '29a-port-conflicts.json': [21],
  // Containers are in the order of their ids, which are chance; two subnets in that of a Go map.
  '32a-swarm-networks.json': [5, 51],
  // A neighbour's entry, when it falls in the time that it takes to go.
  '36i-ipv6-isolation.json': [44],
  // A client whose archive nobody takes complains of either end of the pipe.
  '57a-cp.json': [5],
  // `| head -1`: a client that writes again when head has left says so.
  '64-hosts-resolv.json': [17],
  '64c-dns-options.json': [25],
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
    const path = `${sockets}/${name}`;
    await daemon.listen({ path });
    const scenario = parseScenario(text);
    const played = await new RealTimePlayer(daemon, path, scenario.cols).play(scenario);
    await daemon.close();
    expect(failures).toEqual([]);
    const own = CLIENTS_OWN[name] ?? [];
    if (comparable) expect(compare(recorded.steps, played).filter(({ step }) => !own.includes(step))).toEqual([]);
  },
  150_000,
);
