import { MILLISECOND, type Micros, SECOND } from '../../kernel/clock.ts';
import type { RestartPolicy } from './config.ts';

const FIRST_DELAY = 100 * MILLISECOND;
const LONGEST_DELAY = 60 * SECOND;
/** Who ran this long has no bad record any more. */
const FORGIVEN_AFTER = 10 * SECOND;

/** Whether and when a container that has ended starts anew (moby/restartmanager). */
export class RestartManager {
  readonly #policy: RestartPolicy;
  #delay = 0;
  #restarts = 0;
  #cancelled = false;

  constructor(policy: RestartPolicy) {
    this.#policy = policy;
  }

  /** Someone wants it to stay down. */
  cancel(): void {
    this.#cancelled = true;
  }

  /** The delay until it is to start again, or undefined when it stays down. */
  delayAfter(exitCode: number, manuallyStopped: boolean, ran: Micros): Micros | undefined {
    if (this.#cancelled || !this.#wants(exitCode, manuallyStopped)) return undefined;
    if (ran >= FORGIVEN_AFTER) this.#delay = 0;
    this.#delay = this.#delay === 0 ? FIRST_DELAY : Math.min(this.#delay * 2, LONGEST_DELAY);
    this.#restarts++;
    return this.#delay;
  }

  #wants(exitCode: number, manuallyStopped: boolean): boolean {
    const { Name: name, MaximumRetryCount: most } = this.#policy;
    if (name === 'always') return true;
    if (name === 'unless-stopped') return !manuallyStopped;
    return name === 'on-failure' && exitCode !== 0 && (most === 0 || this.#restarts < most);
  }
}
