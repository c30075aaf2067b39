/** What was cut, newest last; kills that follow each other without another command between make one entry. */
export class KillRing {
  #entries: string[] = [];
  #shown = 0;

  /** @param joined whether the command before was a kill too; `backward` kills go in front of it */
  add(text: string, backward: boolean, joined: boolean): void {
    const last = joined ? this.#entries.pop() : undefined;
    this.#entries.push(backward ? text + (last ?? '') : (last ?? '') + text);
    if (this.#entries.length > 10) this.#entries.shift(); // readline's DEFAULT_MAX_KILLS
    this.#shown = this.#entries.length - 1;
  }

  get current(): string | undefined {
    return this.#entries[this.#shown];
  }

  /** Turns the ring by one, to the entry before. */
  rotate(): void {
    const count = this.#entries.length;
    if (count > 0) this.#shown = (this.#shown + count - 1) % count;
  }
}
