const MICROS = 1000;

const thousandths = (micros: number): string => (micros / MICROS).toFixed(3);

/** A round-trip time as ping prints it: three digits that count, in ms. */
export function tripTime(micros: number): string {
  if (micros >= 100_000) return String(Math.floor((micros + 500) / MICROS));
  if (micros >= 10_000) return (Math.floor((micros + 50) / 100) / 10).toFixed(1);
  if (micros >= 1000) return (Math.floor((micros + 5) / 10) / 100).toFixed(2);
  return thousandths(micros);
}

/** What a ping has sent and received so far. */
export class Statistics {
  sent = 0;
  received = 0;
  repeats = 0;
  errors = 0;
  readonly #times: number[] = [];
  #acknowledged = 0;
  #pipe = 0;

  get answered(): number {
    return this.received + this.errors;
  }

  /** Counts a trip, in µs. */
  time(micros: number): void {
    this.#times.push(micros);
  }

  get longest(): number | undefined {
    return this.#times.length === 0 ? undefined : Math.max(...this.#times);
  }

  /** An answer to the packet `sequence` has come: how many were on their way? */
  acknowledge(sequence: number): void {
    const behind = (this.sent - sequence) & 0xffff;
    if (behind > 0x7fff) return;
    this.#pipe = Math.max(this.#pipe, behind + 1);
    this.#acknowledged = Math.max(this.#acknowledged, sequence);
  }

  /** The text at the end. @param elapsed µs between the first and the last packet */
  summary(host: string, elapsed: number): string {
    const loss =
      this.sent === 0
        ? ''
        : `, ${Number((((this.sent - this.received) * 100) / this.sent).toPrecision(6))}% packet loss`;
    const repeats = this.repeats === 0 ? '' : `, +${this.repeats} duplicates`;
    const errors = this.errors === 0 ? '' : `, +${this.errors} errors`;
    const time = this.sent === 0 ? '' : `, time ${Math.floor(elapsed / MICROS)}ms`;
    const counts = `${this.sent} packets transmitted, ${this.received} received${repeats}${errors}${loss}${time}`;
    const tail = [this.#rtt(), this.#pipe > 1 ? `pipe ${this.#pipe}` : ''].filter((text) => text !== '');
    return `\n--- ${host} ping statistics ---\n${counts}\n${tail.join(', ')}\n`;
  }

  #rtt(): string {
    const times = this.#times;
    if (times.length === 0) return '';
    const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    const average = Math.floor(mean(times));
    const deviation = Math.floor(Math.sqrt(Math.max(0, mean(times.map((time) => time * time)) - average * average)));
    const figures = [Math.min(...times), average, Math.max(...times), deviation];
    return `rtt min/avg/max/mdev = ${figures.map(thousandths).join('/')} ms`;
  }
}
