import type { Lab } from '../lab.ts';
import { type ApiAnswer, type ApiCall, parseAnswer, requestText } from './http-text.ts';
import type { ScriptEvent, ScriptRequest } from './script-worker.ts';

/** What there is to show of a script that runs. */
export interface ScriptListener {
  called(call: ApiCall, answer: ApiAnswer | undefined): void;
  printed(text: string): void;
}

/** Runs a script beside the page; its calls of the API go to the engine of the reader's lab. Returns how to end it, and when it has. */
export function runEmbedded(lab: Lab, script: string, listener: ScriptListener) {
  const worker = new Worker(new URL('./script-worker.ts', import.meta.url), { type: 'module' });
  const send = (request: ScriptRequest): void => worker.postMessage(request);
  const ended = Promise.withResolvers<string | undefined>();
  const end = (error?: string): void => {
    worker.terminate();
    ended.resolve(error);
  };
  worker.onmessage = async ({ data }: MessageEvent<ScriptEvent>) => {
    if (data.type === 'printed') return listener.printed(data.text);
    if (data.type === 'ended') return end(data.error);
    await lab.ready;
    const answer = parseAnswer(await lab.request(requestText(data.call)));
    listener.called(data.call, answer);
    send({ type: 'answer', id: data.id, answer });
  };
  worker.onerror = (event) => {
    event.preventDefault();
    end(event.message || 'le script n’a pas pu être lancé');
  };
  send({ type: 'run', script });
  return { kill: () => end('arrêté'), exit: ended.promise };
}
