import { readFileSync } from 'node:fs';
import { commonFields, type Fields, missingFields } from './fields.ts';
import type { Answer } from './life.ts';
import { OpenApi } from './openapi.ts';
import type { Answered } from './watched-server.ts';

const RECORDED = ['./recorded.json', './second-recorded.json'];

/** Of what does not run, or has no limit, nothing is counted. */
const COUNTS = /\/stats$/;

/** The body's JSON values, one after another where it is a stream of them. */
const messages = ({ headers, body }: Answered): readonly unknown[] => {
  if (headers.get('Content-Type') !== 'application/json' || body === '') return [];
  return body
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
};

/** Holds answers against the API's description, and against the fields that a real engine always sends. */
export class AnswerCheck {
  readonly #api = new OpenApi();
  readonly #fields = new Map<string, Fields>();

  constructor() {
    const real = RECORDED.flatMap((file): Answer[] => JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')));
    const bodies = Map.groupBy(real, ({ request, status }) => `${this.#api.operation(request)} ${status}`);
    for (const [kind, answers] of bodies) this.#fields.set(kind, commonFields(answers.map(({ body }) => body)));
  }

  /** What is wrong with an answer; nothing is said of one to what the description does not know. */
  faults(answered: Answered): readonly string[] {
    const { method, path, status } = answered;
    const operation = this.#api.operation(`${method} ${path}`);
    if (operation === undefined) return [];
    const fields = COUNTS.test(path) ? undefined : this.#fields.get(`${operation} ${status}`);
    return messages(answered).flatMap((message) => [
      ...this.#api.faults(operation, status, message),
      ...(fields === undefined ? [] : missingFields(message, fields).map((fault) => `${operation}: ${fault}`)),
    ]);
  }
}
