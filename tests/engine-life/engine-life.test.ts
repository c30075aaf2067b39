import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { beforeAll, describe, expect, test } from 'vitest';
import { SimulatedDaemon } from '../../scripts/daemon/simulated-daemon.ts';
import { IPV6_LIFE } from './ipv6-life.ts';
import { type Answer, type Call, LIFE } from './life.ts';
import { normal, shape } from './normal.ts';
import { OpenApi } from './openapi.ts';
import { callEngine } from './real-http.ts';
import { SECOND_LIFE } from './second-life.ts';

/** How a machine is built, how full and how busy it is: the same fields, other values. */
const ABOUT_THE_MACHINE = /\/(?:info|version|stats\?.*)$/;
/** Of the answers that the description leaves out: an attach is refused over the bare connection. */
const BARE = /\/attach/;

/** What a real Docker Engine 28.5.2 answered (runc's list of its features left out). Never edited. */
const recorded = (file: string): readonly Answer[] => JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8'));

/** Lives `calls` on an engine of its own. */
async function live(calls: readonly Call[]): Promise<readonly Answer[]> {
  const folder = mkdtempSync(`${tmpdir()}/passerelle-life-`);
  const failures: unknown[] = [];
  const daemon = new SimulatedDaemon((error) => failures.push(error));
  await daemon.listen({ path: `${folder}/docker.sock` });
  const kept = new Map([['start', String(Math.floor(Date.now() / 1_000) - 1)]]);
  const answers: Answer[] = [];
  for (const call of calls) {
    kept.set('now', String(Math.ceil(Date.now() / 1_000)));
    const request = call.request.replace(/\{(\w+)\}/g, (name, key) => kept.get(key) ?? name);
    const answer = await callEngine(`${folder}/docker.sock`, { ...call, request });
    if (call.keep !== undefined) kept.set(call.keep, (answer.body as { Id: string }).Id);
    answers.push({ ...answer, request: call.request });
  }
  await daemon.close();
  rmSync(folder, { recursive: true });
  expect(failures).toEqual([]);
  return answers;
}

/** What the simulation does not simulate says so, and is not compared. */
const simulated = ({ status, body }: Answer): boolean =>
  status !== 501 || !JSON.stringify(body).includes('simulation :');

const compared = (answer: Answer): object => {
  const body = ABOUT_THE_MACHINE.test(answer.request) ? shape(answer.body) : normal(answer.body);
  return { request: answer.request, status: answer.status, headers: normal(answer.headers), body };
};

const api = new OpenApi();

/** What is wrong with an answer by the API's own description. */
const faults = ({ request, status, body }: Answer): readonly string[] => {
  const operation = api.operation(request);
  // Clients from before 1.24 are told in plain text.
  if (
    operation === undefined ||
    request.startsWith('HEAD') ||
    request.startsWith('GET /v1.23') ||
    (BARE.test(request) && status >= 400)
  )
    return [];
  const messages = operation === 'GET /events' && Array.isArray(body) ? body : [body];
  return messages.flatMap((each) => api.faults(operation, status, each));
};

const LIVES = [
  { life: 'one life', calls: LIFE, answered: recorded('./recorded.json') },
  { life: 'another', calls: SECOND_LIFE, answered: recorded('./second-recorded.json') },
  { life: 'one of both families', calls: IPV6_LIFE, answered: recorded('./ipv6-recorded.json') },
];

describe.each(LIVES)('$life', ({ calls, answered }) => {
  let answers: readonly Answer[] = [];
  beforeAll(async () => {
    answers = await live(calls);
  });

  test.each(answered.map((real, index) => ({ real, index, request: real.request })))(
    '$request: status, headers and each field are those of a real engine',
    ({ real, index }) => {
      const answer = answers[index];
      if (answer !== undefined && simulated(answer)) expect(compared(answer)).toEqual(compared(real));
    },
  );

  test('every answer is what the API’s description says', () => {
    expect(answers.filter(simulated).flatMap(faults)).toEqual([]);
  });
});
