import { expect, test } from 'vitest';
import { ExchangeObserver, SECOND, World } from '../world.ts';

/** What docker1 does for a command, with the tables that its packets met. */
function tablesMet(setup: string, line: string) {
  const world = new World();
  const terminal = world.openTerminal({ host: 'docker1', columns: 120, rows: 24 });
  const type = (text: string): void => {
    terminal.input(new TextEncoder().encode(`${text}\r`));
    world.runFor(4 * SECOND);
  };
  type(setup);
  const observer = new ExchangeObserver({ table: (event) => world.tableFor(event) });
  observer.detailed = true;
  world.onTrace((event) => observer.note(event));
  type(line);
  return observer.exchanges.flatMap(({ hops }) => hops);
}

test('where an address is rewritten, the table of connections: first the new one, then its line in it', () => {
  const hops = tablesMet('docker run -dit --name one alpine', 'docker exec one ping -c 1 203.0.113.10');
  const used = hops.flatMap(({ event, table }) =>
    event.kind === 'nat' && table?.name === 'connections' ? [table.lines[table.used ?? -1]] : [],
  );
  expect(used).toEqual([
    expect.stringMatching(
      /^\[NEW\] icmp .*src=172\.17\.0\.2 dst=203\.0\.113\.10 .*src=203\.0\.113\.10 dst=192\.168\.65\.3/,
    ),
    expect.stringMatching(/^icmp .*src=172\.17\.0\.2 dst=203\.0\.113\.10 .*src=203\.0\.113\.10 dst=192\.168\.65\.3/),
  ]);
});

test('each of the other tables comes with the line that was used', () => {
  const hops = tablesMet('docker run -dit --name one alpine', 'docker exec one ping -c 1 172.17.0.1');
  const lineOf = (name: string) =>
    hops.flatMap(({ table }) => (table?.name === name && table.used !== undefined ? [table.lines[table.used]] : []))[0];
  expect(lineOf('routes')).toBe('172.17.0.0/16 dev eth0 src 172.17.0.2');
  expect(lineOf('neighbours')).toMatch(/^172\.17\.0\.\d dev \w+/);
});
