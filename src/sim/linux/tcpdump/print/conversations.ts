/** Where the numbers of one TCP conversation begin, seen from its lower port. */
interface Beginning {
  seq: number;
  ack: number;
}

export interface RelativeNumbers {
  readonly seq: number;
  readonly ack: number;
  /** What selective acknowledgements of this direction count from. */
  readonly sackBase: number;
}

/** The TCP conversations seen so far: numbers are told from their beginning. */
export class Conversations {
  readonly #beginnings = new Map<string, Beginning>();

  /**
   * @param from the end that sends, as `address port`; `reversed` where it is the one of the higher port
   * @returns the numbers as they are in a conversation's first segment, and else counted from there
   */
  relate(key: string, reversed: boolean, seq: number, ack: number, opens: boolean): RelativeNumbers {
    let beginning = this.#beginnings.get(key);
    const first = beginning === undefined || opens;
    if (beginning === undefined || opens) {
      beginning = reversed ? { ack: seq, seq: (ack - 1) >>> 0 } : { seq, ack: (ack - 1) >>> 0 };
      this.#beginnings.set(key, beginning);
    }
    const [own, other] = reversed ? [beginning.ack, beginning.seq] : [beginning.seq, beginning.ack];
    if (first) return { seq, ack, sackBase: other };
    return { seq: (seq - own) >>> 0, ack: (ack - other) >>> 0, sackBase: other };
  }
}
