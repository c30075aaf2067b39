import type { Clock } from '../clock.ts';
import type { Random } from '../random.ts';
import type { Trace } from '../trace.ts';

/** What the network of one machine is built with. */
export interface NetEnvironment {
  readonly machine: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly trace: Trace;
}
