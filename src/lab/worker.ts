/** The lab's worker: a {@link Session} in real time. Its messages are those of protocol.ts. */
import { captureOf } from './capture.ts';
import type { Block, LabEvent, LabRequest, RunPace } from './protocol.ts';
import { type Run, runBlocks } from './runner.ts';
import { Session } from './session.ts';
import { Watch } from './watch.ts';
import { shownHops } from './why/shown-hops.ts';

/** The worker's global scope, as far as it is used here (the DOM's types describe a page). */
interface Scope {
  postMessage(event: LabEvent): void;
  onmessage: ((message: { data: LabRequest }) => void) | null;
}

const scope = globalThis as unknown as Scope;

/** The lab's time never leaps: after the machine slept it goes on where it stood. */
const LONGEST_STEP = 1_000_000;
/** How long a tick may be away at most (ms): a waiting prompt's lab ages too. */
const LONGEST_TICK = 500;
/** A step looks no further ahead for something to happen (µs): a lab where nothing travels stands. */
const LONGEST_WAIT = 20_000_000;
/** How often the page is told the time (µs). */
const TIME_TOLD = 1_000_000;

interface CurrentRun {
  readonly id: number;
  readonly block: Block | undefined;
  readonly run: Run;
  /** The lab's time at which it goes on. */
  due: number;
}

class Lab {
  readonly #session: Session;
  #reading = performance.now();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #current: CurrentRun | undefined;
  #told = 0;
  #watch: Watch | undefined;
  #stepping = false;

  constructor(request: Extract<LabRequest, { type: 'start' }>) {
    this.#session = new Session(request, (event) => scope.postMessage(event));
    scope.postMessage({ type: 'started', terminals: this.#session.terminals });
    this.#tick();
  }

  handle(request: Exclude<LabRequest, { type: 'start' }>): void {
    this.#catchUp();
    switch (request.type) {
      case 'run':
        this.#begin(request.id, request.blocks, request.pace);
        break;
      case 'stop':
        this.#giveUp();
        break;
      case 'watch':
        this.#watch = new Watch(this.#session, request, scope);
        break;
      case 'hops':
        this.#tellHops(request.exchange);
        break;
      case 'request':
        this.#session.request(request.data, (data) => scope.postMessage({ type: 'response', id: request.id, data }));
        break;
      case 'capture':
        scope.postMessage({ type: 'capture', of: request.of, file: captureOf(this.#session.history(), request.of) });
        break;
      case 'network-changes': {
        const networks = this.#session.networkChanges(request.command);
        scope.postMessage({ type: 'network-changes', command: request.command, networks });
        break;
      }
      case 'pace':
        this.#stepping = request.stepping;
        break;
      case 'step':
        this.#step();
        break;
      default: {
        const { type, ...action } = request;
        this.#session.act({ kind: type, ...action } as Parameters<Session['act']>[0]);
      }
    }
    this.#tick();
  }

  #begin(id: number, blocks: readonly Block[], pace: RunPace): void {
    this.#giveUp();
    const run = runBlocks(this.#session, blocks, pace !== 'typed');
    if (pace !== 'instant') {
      this.#current = { id, block: blocks[0], run, due: this.#session.now };
      return;
    }
    let step = run.next();
    while (!step.done) {
      this.#session.advance(this.#session.now + step.value);
      step = run.next();
    }
    this.#reading = performance.now();
    scope.postMessage({ type: 'ran', id, ...(step.value && { refusal: step.value }) });
  }

  #tellHops(number: number): void {
    const exchange = this.#session.exchanges.find((candidate) => candidate.number === number);
    const hops = exchange ? shownHops(exchange, this.#session.topology()) : [];
    scope.postMessage({ type: 'hops', exchange: number, hops });
  }

  /** Goes on to the next thing that happens to a packet, through all that is typed and computed on the way. */
  #step(): void {
    const { happenings } = this.#session;
    const end = this.#session.now + LONGEST_WAIT;
    while (this.#session.happenings === happenings) {
      const due = this.#due();
      if (due > end) break;
      this.#session.advance(Math.max(due, this.#session.now));
      this.#goOn();
    }
  }

  #due(): number {
    return Math.min(this.#session.next ?? Number.POSITIVE_INFINITY, this.#current?.due ?? Number.POSITIVE_INFINITY);
  }

  #giveUp(): void {
    if (this.#current === undefined) return;
    const { id, block } = this.#current;
    this.#current = undefined;
    scope.postMessage({ type: 'ran', id, refusal: { reason: 'stopped', block: block?.id ?? '' } });
  }

  /** Brings the lab's time to where the real one is. */
  #catchUp(): void {
    const reading = performance.now();
    const passed = Math.min((reading - this.#reading) * 1_000, LONGEST_STEP);
    this.#reading = reading;
    if (this.#stepping) return;
    this.#session.advance(Math.round(this.#session.now + passed));
  }

  #tick(): void {
    clearTimeout(this.#timer);
    this.#catchUp();
    if (!this.#stepping) this.#goOn();
    this.#tellTime();
    const look = this.#watch?.look(this.#reading) ?? LONGEST_TICK;
    const due = this.#stepping ? Number.POSITIVE_INFINITY : this.#due();
    const wait = Math.min(Math.max((due - this.#session.now) / 1_000, 1), look);
    this.#timer = setTimeout(() => guard(() => this.#tick()), wait);
  }

  #tellTime(): void {
    const { now } = this.#session;
    if (now - this.#told < TIME_TOLD) return;
    this.#told = now;
    scope.postMessage({ type: 'time', now });
  }

  #goOn(): void {
    const current = this.#current;
    if (current === undefined || current.due > this.#session.now) return;
    const step = current.run.next();
    if (step.done) {
      this.#current = undefined;
      scope.postMessage({ type: 'ran', id: current.id, ...(step.value && { refusal: step.value }) });
    } else current.due = this.#session.now + step.value;
  }
}

let lab: Lab | undefined;

function guard(action: () => void): void {
  try {
    action();
  } catch (error) {
    scope.postMessage({
      type: 'failed',
      message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  }
}

scope.onmessage = ({ data }) => {
  guard(() => {
    if (data.type === 'start') lab = new Lab(data);
    else lab?.handle(data);
  });
};
