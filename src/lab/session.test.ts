import { expect, test } from 'vitest';
import type { Block, LabEvent } from './protocol.ts';
import { runBlocks } from './runner.ts';
import { Session } from './session.ts';

const NEW_LAB = { history: null, seed: 7, epoch: 1_795_165_200_000_000 };
const SECOND = 1_000_000;

/** A session with all that its terminals have shown, by terminal. */
function lab(start: ConstructorParameters<typeof Session>[0] = NEW_LAB) {
  const events: LabEvent[] = [];
  const session = new Session(start, (event) => events.push(event));
  const shown = (terminal: string): string =>
    new TextDecoder().decode(
      Uint8Array.from(
        events.flatMap((event) => (event.type === 'output' && event.terminal === terminal ? [...event.data] : [])),
      ),
    );
  const run = (...blocks: Block[]) => {
    const steps = runBlocks(session, blocks, true);
    for (let step = steps.next(); ; step = steps.next()) {
      if (step.done) return step.value;
      session.advance(session.now + step.value);
    }
  };
  return { session, events, shown, run };
}

const block = (id: string, lines: string[], more: Partial<Block> = {}): Block => ({
  id,
  terminal: '1',
  place: 'host',
  lines,
  ...more,
});

const RUN = block('p#1', ['docker container run -it alpine sh']);
const PING = block('p#2', ['ping 172.17.0.1'], { place: 'container', pause: 3 });

test('a block types its lines, waits for the prompt and is noted as done', () => {
  const { session, shown, run } = lab();
  expect(run(block('p#1', ['docker container prune', 'y']))).toBeUndefined();
  expect(shown('1')).toContain('[y/N] y\r\nTotal reclaimed space: 0B\r\n');
  expect(session.history().entries.at(-1)).toMatchObject({ kind: 'done', block: 'p#1' });
});

test('a block with a pause leaves its program running; the next one interrupts it, visibly', () => {
  const { session, shown, run } = lab();
  run(RUN, PING);
  expect(session.state('1')).toMatchObject({ awaits: 'nothing' });
  expect(run(block('p#3', ['ifconfig'], { place: 'container' }))).toBeUndefined();
  expect(shown('1')).toMatch(/seq=1 [^^]*\^C\r\n--- 172\.17\.0\.1 ping statistics ---[\s\S]*ifconfig\r\n/);
});

test('a block that wants another place is refused, and types nothing', () => {
  const { session, shown, run } = lab();
  run(RUN);
  const before = shown('1');
  expect(run(block('p#2', ['docker ps']))).toMatchObject({ reason: 'place', block: 'p#2', expected: 'host' });
  expect(shown('1')).toBe(before);
  expect(session.history().entries.filter(({ kind }) => kind === 'done')).toHaveLength(1);
});

test('a history replayed gives the same bytes, and goes on as if nothing had happened', () => {
  const first = lab();
  first.run(RUN, PING);
  first.session.advance(first.session.now + 2 * SECOND);
  const second = lab({ ...NEW_LAB, history: JSON.parse(JSON.stringify(first.session.history())) });
  expect(second.shown('1')).toBe(first.shown('1'));
  for (const { session } of [first, second]) session.advance(session.now + 3 * SECOND);
  expect(second.shown('1')).toBe(first.shown('1'));
  expect(second.session.history()).toEqual(first.session.history());
});

test('another seed is another lab', () => {
  const ids = [1, 2].map((seed) => {
    const { shown, run } = lab({ ...NEW_LAB, seed });
    run(block('p#1', ['docker network ls -q']));
    return shown('1');
  });
  expect(ids[0]).not.toBe(ids[1]);
});

test('a shell that ends takes its terminal along', () => {
  const { session, events, run } = lab();
  run(block('p#1', ['exit']));
  expect(events).toContainEqual({ type: 'closed', terminal: '1' });
  expect(session.terminals).toEqual([]);
});

test('each command is told with its place, its status and what it changed', () => {
  const { events, run } = lab();
  run(block('p#1', ['docker network create front', 'false', 'docker run -it --name web alpine sh']));
  run(block('p#2', ['ip link add x type dummy', 'true'], { place: 'container' }));
  const ended = events.flatMap((event) => (event.type === 'command' && event.command.end ? [event.command] : []));
  const [create, failed, inside, last] = ended;
  expect(create).toMatchObject({ number: 1, terminal: '1', line: 'docker network create front', status: 0 });
  expect(create?.changes).toContainEqual({
    sign: '+',
    kind: 'network',
    where: 'docker1',
    name: 'front',
    detail: 'bridge, 172.18.0.0/16',
  });
  expect(create?.changes?.map(({ kind }) => kind)).toContain('rule');
  expect(failed).toMatchObject({ line: 'false', status: 1, changes: [] });
  expect(inside).toMatchObject({ container: 'web', line: 'ip link add x type dummy' });
  expect(last).toMatchObject({ number: 5, line: 'true', status: 0 });
});

test('a command of several lines is one, and one that runs on has no end', () => {
  const { events, run } = lab();
  run(block('p#1', ['for i in 1 2', 'do echo $i', 'done', 'ping 172.17.0.1'], { pause: 2 }));
  const commands = events.flatMap((event) => (event.type === 'command' ? [event.command] : []));
  expect(commands.findLast(({ number }) => number === 1)).toMatchObject({
    line: 'for i in 1 2\ndo echo $i\ndone',
    status: 0,
  });
  expect(commands.findLast(({ number }) => number === 2)).toMatchObject({ line: 'ping 172.17.0.1' });
  expect(commands.findLast(({ number }) => number === 2)?.end).toBeUndefined();
});

test('a replay tells the same commands, those inside containers included, with what they changed', () => {
  const { session, events, run } = lab();
  run(RUN, block('p#2', ['ifconfig'], { place: 'container' }));
  const commandsIn = (all: readonly LabEvent[]) =>
    new Map(all.flatMap((event) => (event.type === 'command' ? [[event.command.number, event.command] as const] : [])));
  const again = commandsIn(lab({ ...NEW_LAB, history: session.history() }).events);
  expect(again).toEqual(commandsIn(events));
  expect([...again.values()].map(({ line, networks }) => [line, networks])).toEqual([
    ['docker container run -it alpine sh', 1],
    ['ifconfig', 0],
  ]);
});

test('a request of a client outside is answered, changes the lab, and is part of its history', () => {
  const { session } = lab();
  const body = JSON.stringify({ Name: 'front' });
  const head = `POST /networks/create HTTP/1.1\r\nHost: docker\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close`;
  let answer = '';
  session.request(`${head}\r\n\r\n${body}`, (bytes) => {
    answer = new TextDecoder().decode(bytes);
  });
  session.advance(SECOND);
  expect(answer).toMatch(/^HTTP\/1\.1 201 Created\r\n/);
  const networksOf = (each: Session) => each.topology().machines[0]?.networks.map(({ id, name }) => [name, id]);
  expect(networksOf(session)).toContainEqual(['front', expect.any(String)]);
  expect(networksOf(lab({ ...NEW_LAB, history: session.history() }).session)).toEqual(networksOf(session));
});
