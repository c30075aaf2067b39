import { expect, test } from 'vitest';
import { SECOND, World } from '../sim/world.ts';
import { factsOf } from './changes.ts';
import { CommandLog } from './command-log.ts';
import { inspectionsFrom } from './network-changes.ts';
import type { CommandRecord } from './protocol.ts';

/** A host's terminal whose commands are logged; gives the log and each command as it was last told. */
function logged() {
  const world = new World();
  const terminal = world.openTerminal({ host: 'docker1', columns: 120, rows: 24 });
  const told = new Map<number, CommandRecord>();
  const look = () => ({
    facts: factsOf(world.topology(), world.firewalls()),
    inspections: inspectionsFrom(world.networkInspections()),
  });
  const log = new CommandLog(look, (command) => told.set(command.number, command));
  terminal.onPrompt((event, container) => log.note(event, { terminal: '1', container }, world.now));
  const type = (line: string): void => {
    terminal.input(new TextEncoder().encode(`${line}\r`));
    world.runFor(3 * SECOND);
    if (terminal.state().container !== undefined) log.enter('1');
  };
  world.runFor(SECOND);
  return { log, told, type };
}

test('a container that starts is in its network’s inspect; a command that looks changes none', () => {
  const { log, told, type } = logged();
  type('docker run -dit --name web alpine');
  const [bridge] = log.networkChanges(1);
  expect(bridge?.name).toBe('bridge');
  expect(Object.values(JSON.parse(bridge?.before ?? '').Containers)).toEqual([]);
  expect(Object.values(JSON.parse(bridge?.after ?? '').Containers)).toMatchObject([{ Name: 'web' }]);
  type('docker network ls');
  expect(told.get(2)).toMatchObject({ networks: 0, changes: [] });
});

test('a network that is made has no before, one that is removed no after', () => {
  const { log, type } = logged();
  type('docker network create front');
  expect(log.networkChanges(1)).toEqual([{ where: 'docker1', name: 'front', after: expect.any(String) }]);
  type('docker network rm front');
  expect(log.networkChanges(2)).toEqual([{ where: 'docker1', name: 'front', before: expect.any(String) }]);
});

test('docker run -it has changed things when its shell’s prompt stands, though it has not ended', () => {
  const { told, type } = logged();
  type('docker run -it --name web alpine');
  expect(told.get(1)).toMatchObject({ networks: 1 });
  expect(told.get(1)?.end).toBeUndefined();
  expect(told.get(1)?.changes).toContainEqual(expect.objectContaining({ kind: 'container', name: 'web' }));
});
