import type Dockerode from 'dockerode';
import { expect, test } from 'vitest';
import { Session } from '../../session.ts';
import { dockerodeOver } from './dockerode.ts';
import { type ApiCall, parseAnswer, requestText } from './http-text.ts';

/** `new Docker()` over a lab's engine, and the calls that it made. */
function scripted() {
  const session = new Session({ history: null, seed: 7, epoch: 1_795_165_200_000_000 }, () => {});
  const calls: ApiCall[] = [];
  const Docker = dockerodeOver(async (call) => {
    calls.push(call);
    let answer: ReturnType<typeof parseAnswer>;
    session.request(requestText(call), (bytes) => {
      answer = parseAnswer(bytes);
    });
    for (let step = 0; step < 200 && answer === undefined; step++) session.advance(session.now + 100_000);
    if (answer === undefined) throw new Error('no answer');
    return answer;
  });
  return { docker: new Docker() as Dockerode, calls, session };
}

test('networks are listed, made, looked at and removed, by the calls that the API has for it', async () => {
  const { docker, calls } = scripted();
  const network = await docker.createNetwork({ Name: 'atelier', Driver: 'bridge' });
  expect(await network.inspect()).toMatchObject({ Name: 'atelier', Driver: 'bridge' });
  expect(await docker.listNetworks({ filters: { name: ['atelier'] } })).toHaveLength(1);
  await network.remove();
  expect(calls.map(({ method, path }) => `${method} ${path.replace(/[0-9a-f]{64}/, 'ID')}`)).toEqual([
    'POST /networks/create',
    'GET /networks/ID',
    'GET /networks?filters=%7B%22name%22%3A%5B%22atelier%22%5D%7D',
    'DELETE /networks/ID',
  ]);
});

test('a container with a name: made, started, stopped', async () => {
  const { docker } = scripted();
  const container = await docker.createContainer({ name: 'web', Image: 'alpine', Cmd: ['sleep', '60'] });
  await container.start();
  expect(await container.inspect()).toMatchObject({ Name: '/web', State: { Running: true } });
  await container.stop({ t: 0 });
  expect(await container.inspect()).toMatchObject({ State: { Running: false } });
});

test('what the engine refuses is an error with its status, as dockerode’s', async () => {
  const { docker } = scripted();
  await expect(docker.getNetwork('nowhere').inspect()).rejects.toMatchObject({
    message: '(HTTP code 404) no such network - network nowhere not found ',
    statusCode: 404,
  });
});

test('a call that is not there says so; an object of it can be awaited', async () => {
  const { docker } = scripted();
  expect(() => docker.buildImage('.')).toThrow('simulation : docker.buildImage n’existe pas ici');
  expect(await Promise.resolve(docker)).toBe(docker);
});
