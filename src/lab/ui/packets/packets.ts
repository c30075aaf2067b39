import { computed, type Signal, signal } from '@preact/signals';
import type { ExchangeSummary, LabRequest, ShownHop } from '../../protocol.ts';

/** What the reader sees of the packets: which exchanges there were, the one that is looked at, and at which of its hops. */
export class Packets {
  readonly exchanges: Signal<readonly ExchangeSummary[]> = signal([]);
  readonly chosen: Signal<number | undefined> = signal(undefined);
  readonly hops: Signal<readonly ShownHop[]> = signal([]);
  /** From 0. */
  readonly at = signal(0);
  /** The lab's time moves only step by step. */
  readonly stepping = signal(false);
  readonly hop = computed(() => this.hops.value[this.at.value]);
  readonly #send: (request: Exclude<LabRequest, { type: 'start' }>) => void;

  constructor(send: (request: Exclude<LabRequest, { type: 'start' }>) => void) {
    this.#send = send;
  }

  /** Another worker: its time flows, and its exchanges are told anew. */
  restart(): void {
    this.exchanges.value = [];
    this.leave();
    this.stepping.value = false;
  }

  note(exchanges: readonly ExchangeSummary[]): void {
    this.exchanges.value = exchanges;
    const latest = [...exchanges].sort((a, b) => b.end - a.end)[0];
    if (this.stepping.value && latest) this.#ask(latest.number);
    else if (this.chosen.value !== undefined) this.#ask(this.chosen.value);
  }

  /** The hops that were asked for have come. Step by step, the last one is what just happened. */
  show(exchange: number, hops: readonly ShownHop[]): void {
    if (exchange !== this.chosen.value) return;
    this.hops.value = hops;
    if (this.stepping.value) this.go(hops.length - 1);
  }

  choose(exchange: number): void {
    this.at.value = 0;
    this.#ask(exchange);
  }

  leave(): void {
    this.chosen.value = undefined;
    this.hops.value = [];
    this.at.value = 0;
  }

  go(at: number): void {
    this.at.value = Math.max(0, Math.min(at, this.hops.value.length - 1));
  }

  /** Stops the lab's time, or lets it flow again. */
  pace(stepping: boolean): void {
    this.stepping.value = stepping;
    this.#send({ type: 'pace', stepping });
  }

  step(): void {
    this.#send({ type: 'step' });
  }

  #ask(exchange: number): void {
    if (this.chosen.value !== exchange) this.hops.value = [];
    this.chosen.value = exchange;
    this.#send({ type: 'hops', exchange });
  }
}
