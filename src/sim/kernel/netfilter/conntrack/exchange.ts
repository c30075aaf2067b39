import type { Micros } from '../../clock.ts';
import type { Support } from '../../flow/flow.ts';
import { PROTOCOL_TCP } from '../../wire/ipv4.ts';
import { TCP_FLAG } from '../../wire/tcp.ts';
import type { Conntrack } from './conntrack.ts';
import type { Tracked } from './tracked.ts';

const PROTOCOL_AT = 14 + 9;
const TCP_FLAGS_AT = 14 + 20 + 13;
/** Segments that begin or end something are looked at closely. */
const TURNS = TCP_FLAG.syn | TCP_FLAG.fin | TCP_FLAG.rst;

/** One direction of a connection that both sides have spoken in, as the flow of its packets leans on it. */
export class Exchange implements Support {
  readonly #conntrack: Conntrack;
  readonly #tracked: Tracked;

  constructor(conntrack: Conntrack, tracked: Tracked) {
    this.#conntrack = conntrack;
    this.#tracked = tracked;
  }

  holds(now: Micros, frame: Uint8Array): boolean {
    const { expires, confirmed } = this.#tracked.connection;
    if (expires <= now || !confirmed) return false;
    return frame[PROTOCOL_AT] !== PROTOCOL_TCP || ((frame[TCP_FLAGS_AT] as number) & TURNS) === 0;
  }

  use(_now: Micros, frame: Uint8Array): void {
    const { connection, direction } = this.#tracked;
    this.#conntrack.heard(connection, direction, frame[TCP_FLAGS_AT] as number);
  }
}
