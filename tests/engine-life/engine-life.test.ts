import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SimulatedDaemon } from '../../scripts/daemon/simulated-daemon.ts';
import { type Answer, type Call, LIFE } from './life.ts';
import { normal, shape } from './normal.ts';
import { OpenApi } from './openapi.ts';
import { callEngine } from './real-http.ts';

/** What a real Docker Engine 28.5.2 answered (runc's list of its features left out). Never edited. */
const RECORDED: readonly Answer[] = JSON.parse(readFileSync(new URL('./recorded.json', import.meta.url), 'utf8'));

/** How a machine is built and how full it is: the same fields, other values. */
const ABOUT_THE_MACHINE = /\/(?:info|version)$/;
/** Of the answers that the description leaves out: an attach is refused over the bare connection. */
const BARE = /\/attach/;

const folder = mkdtempSync(`${tmpdir()}/passerelle-life-`);
const failures: unknown[] = [];
const daemon = new SimulatedDaemon((error) => failures.push(error));
const api = new OpenApi();
const answers: Answer[] = [];

async function live(calls: readonly Call[]): Promise<void> {
  const kept = new Map([['start', String(Math.floor(Date.now() / 1_000) - 1)]]);
  for (const call of calls) {
    kept.set('now', String(Math.ceil(Date.now() / 1_000)));
    const request = call.request.replace(/\{(\w+)\}/g, (name, key) => kept.get(key) ?? name);
    const answer = await callEngine(`${folder}/docker.sock`, { ...call, request });
    if (call.keep !== undefined) kept.set(call.keep, (answer.body as { Id: string }).Id);
    answers.push({ ...answer, request: call.request });
  }
}

beforeAll(async () => {
  await daemon.listen({ path: `${folder}/docker.sock` });
  await live(LIFE);
});
afterAll(async () => {
  await daemon.close();
  rmSync(folder, { recursive: true });
});

/** What the simulation does not simulate says so, and is not compared. */
const simulated = (answer: Answer | undefined): answer is Answer => answer !== undefined && answer.status !== 501;

const compared = (answer: Answer): object => {
  const body = ABOUT_THE_MACHINE.test(answer.request) ? shape(answer.body) : normal(answer.body);
  return { request: answer.request, status: answer.status, headers: normal(answer.headers), body };
};

test.each(RECORDED.map((recorded, index) => ({ recorded, index, request: recorded.request })))(
  '$request: status, headers and each field are those of a real engine',
  ({ recorded, index }) => {
    const answer = answers[index];
    if (simulated(answer)) expect(compared(answer)).toEqual(compared(recorded));
  },
);

test('every answer is what the API’s description says', () => {
  const faults = answers.filter(simulated).flatMap(({ request, status, body }) => {
    const operation = api.operation(request);
    if (operation === undefined || (BARE.test(request) && status >= 400)) return [];
    const messages = operation === 'GET /events' && Array.isArray(body) ? body : [body];
    // Clients from before 1.24 are told in plain text.
    return request.startsWith('GET /v1.23') ? [] : messages.flatMap((each) => api.faults(operation, status, each));
  });
  expect(faults).toEqual([]);
});

test('nothing failed in the engine meanwhile', () => {
  expect(failures).toEqual([]);
});
