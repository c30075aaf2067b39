/** Runs a reader's script apart from the page, so that it can be ended. Its calls of the engine are made by the page. */
import { dockerodeOver } from './dockerode.ts';
import type { ApiAnswer, ApiCall } from './http-text.ts';

/** Page → worker: the script, then the answer to each call (none where no engine answers). */
export type ScriptRequest =
  | { readonly type: 'run'; readonly script: string }
  | { readonly type: 'answer'; readonly id: number; readonly answer: ApiAnswer | undefined };

/** Worker → page. */
export type ScriptEvent =
  | { readonly type: 'call'; readonly id: number; readonly call: ApiCall }
  | { readonly type: 'printed'; readonly text: string }
  | { readonly type: 'ended'; readonly error?: string };

interface Scope {
  postMessage(event: ScriptEvent): void;
  onmessage: ((message: { data: ScriptRequest }) => void) | null;
  Dockerode: unknown;
}

const scope = globalThis as unknown as Scope;
const waiting = new Map<number, PromiseWithResolvers<ApiAnswer>>();
let calls = 0;

scope.Dockerode = dockerodeOver((call) => {
  const answer = Promise.withResolvers<ApiAnswer>();
  const id = ++calls;
  waiting.set(id, answer);
  scope.postMessage({ type: 'call', id, call });
  return answer.promise;
});

const shown = (value: unknown): string => {
  if (typeof value === 'string') return value;
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  return JSON.stringify(value, undefined, 2) ?? String(value);
};
const print = (...values: readonly unknown[]): void =>
  scope.postMessage({ type: 'printed', text: values.map(shown).join(' ') });
Object.assign(console, { log: print, info: print, warn: print, error: print });

const moduleUrl = (source: string): string => URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));

/** There is no package here: the import of `dockerode` gets the class of this module. */
const withDockerode = (script: string): string =>
  script.replaceAll(
    /(?<=\bfrom\s*|\bimport\(\s*)(?:'dockerode'|"dockerode")/g,
    JSON.stringify(moduleUrl('export default globalThis.Dockerode;')),
  );

async function run(script: string): Promise<void> {
  try {
    await import(/* @vite-ignore */ moduleUrl(withDockerode(script)));
    scope.postMessage({ type: 'ended' });
  } catch (error) {
    scope.postMessage({ type: 'ended', error: shown(error) });
  }
}

scope.onmessage = ({ data }) => {
  if (data.type === 'run') return void run(data.script);
  const { resolve, reject } = waiting.get(data.id) ?? {};
  waiting.delete(data.id);
  if (data.answer) resolve?.(data.answer);
  else reject?.(new Error('le moteur ne répond pas'));
};
