import { expect, test } from 'vitest';
import type { History, LabEvent, LabRequest } from '../protocol.ts';
import { Connection, type LabWorker } from './connection.ts';

const history = (...data: string[]): History => ({
  version: 1,
  seed: 1,
  epoch: 0,
  now: 100,
  entries: data.map((text, at) => ({ at, kind: 'input', terminal: '1', data: text })),
});

/** A connection whose workers do nothing but what a test has them do. */
function connect() {
  const workers: (LabWorker & { requests: LabRequest[]; ended: boolean })[] = [];
  const told: string[] = [];
  const connection = new Connection(
    {
      event: ({ type }) => told.push(type),
      restarted: (dropped) => told.push(dropped ? 'restarted, dropped' : 'restarted'),
      lost: () => told.push('lost'),
    },
    () => {
      const requests: LabRequest[] = [];
      const worker = {
        requests,
        ended: false,
        onmessage: null,
        onerror: null,
        postMessage: (request: LabRequest) => void requests.push(request),
        terminate: () => {
          worker.ended = true;
        },
      };
      workers.push(worker);
      return worker;
    },
  );
  const says = (event: LabEvent) => workers.at(-1)?.onmessage?.({ data: event } as MessageEvent<LabEvent>);
  const fails = () => says({ type: 'failed', message: 'bug' });
  const startedWith = () => workers.at(-1)?.requests[0] as Extract<LabRequest, { type: 'start' }>;
  return { connection, workers, told, says, fails, startedWith };
}

test('a lab is started first, then sent what it is asked', () => {
  const { connection, workers } = connect();
  connection.start(null);
  connection.send({ type: 'stop' });
  expect(workers[0]?.requests.map(({ type }) => type)).toEqual(['start', 'stop']);
});

test('a worker that fails is replaced by one with the last history', () => {
  const { connection, workers, told, says, fails, startedWith } = connect();
  connection.start(null);
  says({ type: 'history', history: history('a', 'b') });
  fails();
  expect(workers.map(({ ended }) => ended)).toEqual([true, false]);
  expect(startedWith().history).toEqual(history('a', 'b'));
  expect(told).toEqual(['history', 'restarted']);
});

test('what ran of itself since the last thing done is not lost either', () => {
  const { connection, says, fails, startedWith } = connect();
  connection.start(history('a'));
  says({ type: 'time', now: 5_000 });
  fails();
  expect(startedWith().history).toEqual({ ...history('a'), now: 5_000 });
});

test('when that fails too, the last thing done is given up', () => {
  const { connection, told, fails, startedWith } = connect();
  connection.start(history('a', 'b'));
  fails();
  fails();
  expect(startedWith().history).toEqual({ ...history('a'), now: 1 });
  expect(told).toEqual(['restarted', 'restarted, dropped']);
});

test('workers that keep failing are given up', () => {
  const { connection, workers, told, fails } = connect();
  connection.start(history('a', 'b', 'c', 'd', 'e', 'f'));
  for (let time = 0; time < 5; time++) fails();
  expect(told.at(-1)).toBe('lost');
  expect(workers.every(({ ended }) => ended)).toBe(true);
});

test('something new done makes failures count from the start', () => {
  const { connection, told, says, fails } = connect();
  connection.start(null);
  for (let time = 0; time < 6; time++) {
    says({ type: 'history', history: history('a') });
    fails();
  }
  expect(told).not.toContain('lost');
  expect(told).not.toContain('restarted, dropped');
});
