/** How many looks there are: colour and pattern together tell networks apart, so that neither is needed alone. */
const LOOKS = 6;

/** Gives each network a look of its own, as long as there are enough, and keeps it while the network lives. */
export class NetworkStyles {
  readonly #looks = new Map<string, number>();

  /** From 0 to 5. */
  lookOf(network: string): number {
    const known = this.#looks.get(network);
    if (known !== undefined) return known;
    const taken = new Set(this.#looks.values());
    const free = Array.from({ length: LOOKS }, (_, look) => look).find((look) => !taken.has(look));
    const look = free ?? this.#looks.size % LOOKS;
    this.#looks.set(network, look);
    return look;
  }

  /** Looks of networks that are no more are free again. */
  keepOnly(networks: readonly string[]): void {
    for (const id of this.#looks.keys()) if (!networks.includes(id)) this.#looks.delete(id);
  }
}
