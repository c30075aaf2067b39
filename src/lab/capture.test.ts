import { expect, test } from 'vitest';
import { captureOf } from './capture.ts';
import type { Block } from './protocol.ts';
import { runBlocks } from './runner.ts';
import { Session } from './session.ts';

const ENHANCED_PACKET = 6;

/** A lab in which one container has pinged another, with the namespace of the first. */
function pingedLab() {
  const session = new Session({ history: null, seed: 7, epoch: 1_795_165_200_000_000 }, () => {});
  const run = 'docker run -dit --name one alpine; docker run -dit --name two alpine';
  const block: Block = {
    id: '',
    terminal: '1',
    place: 'host',
    lines: [run, 'docker exec one ping -c 2 172.17.0.3'],
  };
  const steps = runBlocks(session, [block], true);
  for (let step = steps.next(); !step.done; step = steps.next()) session.advance(session.now + step.value);
  const [one] = session.topology().machines[0]?.containers.filter(({ name }) => name === 'one') ?? [];
  return { history: session.history(), namespace: one?.namespace ?? '' };
}

/** The frames in a pcapng file: the bytes of each of its packet blocks. */
function framesIn(file: Uint8Array): Uint8Array[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const frames: Uint8Array[] = [];
  for (let at = 0; at < file.length; at += view.getUint32(at + 4, true)) {
    if (view.getUint32(at, true) !== ENHANCED_PACKET) continue;
    frames.push(file.subarray(at + 28, at + 28 + view.getUint32(at + 20, true)));
  }
  return frames;
}

test('a container’s interface: all that passed it since the lab began, though nobody listened', () => {
  const { history, namespace } = pingedLab();
  const frames = framesIn(captureOf(history, { machine: 'docker1', namespace, device: 'eth0' }));
  const icmpTypes = frames
    .filter((frame) => frame[12] === 0x08 && frame[13] === 0x00 && frame[23] === 1)
    .map((frame) => frame[34]);
  expect(icmpTypes).toEqual([8, 0, 8, 0]);
});

test('an interface that nothing has passed: a file without packets', () => {
  const { history } = pingedLab();
  const file = captureOf(history, { machine: 'docker1', namespace: 'docker1', device: 'nowhere0' });
  expect(framesIn(file)).toEqual([]);
  expect([...file.subarray(0, 4)]).toEqual([0x0a, 0x0d, 0x0d, 0x0a]);
});
