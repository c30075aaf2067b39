/** The page « Programmer l'API », once the reader runs a script. */
import type { ApiAnswer, ApiCall } from './http-text.ts';

/** The parts of the page, as api-workshop.astro makes them. */
export interface Workshop {
  readonly script: HTMLTextAreaElement;
  readonly stop: HTMLButtonElement;
  /** What happens, in a sentence; announced. */
  readonly status: HTMLElement;
  /** Requests, their answers and what the script prints. */
  readonly log: HTMLElement;
  /** Where Node's terminal stands. */
  readonly terminal: HTMLElement;
  /** The site's root. */
  readonly base: string;
}

interface Running {
  kill(): void;
}

let running: Running | undefined;

/** Runs the script in the reader's lab. `instead`: why that and not Node. */
export async function runHere(workshop: Workshop, instead = ''): Promise<void> {
  const { script, log, status, terminal } = workshop;
  running?.kill();
  log.replaceChildren();
  log.hidden = false;
  terminal.hidden = true;
  status.textContent = `${instead}Le script s’exécute dans la page, face au moteur de votre laboratoire…`;
  const [{ prepare }, { runEmbedded }] = await Promise.all([import('../main.tsx'), import('./embedded.ts')]);
  const run = runEmbedded(prepare(), script.value, {
    called: (call, answer) => log.append(exchange(call, answer)),
    printed: (text) => log.append(element('pre', 'printed', text)),
  });
  begin(workshop, run);
  const error = await run.exit;
  if (error !== undefined) log.append(element('pre', 'refused', error));
  finish(workshop, run, `${instead}${error === undefined ? 'Le script est terminé.' : 'Le script s’est arrêté.'}`);
}

/** Runs the script in Node; where that does not start, says why and runs it here. */
export async function runInNode(workshop: Workshop): Promise<void> {
  const { script, log, status, terminal, base } = workshop;
  running?.kill();
  status.textContent = 'Node démarre. Ce navigateur le demande à stackblitz.com…';
  const { startContainer, runInContainer, NoContainer } = await import('./container.ts');
  try {
    log.hidden = true;
    terminal.hidden = false;
    const { outputTerminal } = await import('../main.tsx');
    const print = outputTerminal(terminal);
    const container = await startContainer(base, print);
    const run = await runInContainer(container, script.value, print);
    status.textContent = 'Le script s’exécute dans Node.';
    begin(workshop, run);
    finish(workshop, run, `Le script est terminé (code ${await run.exit}).`);
  } catch (error) {
    const reason = error instanceof NoContainer ? error.message : String(error);
    await runHere(workshop, `Node n’a pas démarré\u00a0: ${reason}. `);
  }
}

function begin({ stop }: Workshop, run: Running): void {
  running = run;
  stop.disabled = false;
}

function finish({ stop, status }: Workshop, run: Running, sentence: string): void {
  if (running !== run) return;
  running = undefined;
  stop.disabled = true;
  status.textContent = sentence;
}

export const stop = (): void => running?.kill();

/** A request and its answer: one line each, their JSON below. */
function exchange({ method, path, body }: ApiCall, answer: ApiAnswer | undefined): HTMLElement {
  const box = element('details', 'exchange');
  const summary = element('summary');
  summary.append(
    element('code', 'call', `${method} ${decodeURIComponent(path)}`),
    element('span', 'status', answer ? `${answer.status} ${answer.reason}` : 'sans réponse'),
  );
  box.append(summary);
  if (body !== undefined) box.append(element('p', 'part', 'Demandé'), json(JSON.stringify(body)));
  if (answer?.body) box.append(element('p', 'part', 'Répondu'), json(answer.body));
  return box;
}

function json(text: string): HTMLElement {
  try {
    return element('pre', 'json', JSON.stringify(JSON.parse(text), undefined, 2));
  } catch {
    return element('pre', 'json', text);
  }
}

function element(name: string, className = '', text = ''): HTMLElement {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}
