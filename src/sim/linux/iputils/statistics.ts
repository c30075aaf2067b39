const MICROS = 1000;

/** Microseconds as milliseconds with three decimals. */
export const thousandths = (micros: number): string => (micros / MICROS).toFixed(3);

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
  /** Of the trips: a ping may run for days, so no list of them. */
  #trips = 0;
  #least = Number.POSITIVE_INFINITY;
  #most = 0;
  #sum = 0;
  #squares = 0;
  /** Of the trips, each counting an eighth against those before (a moving average). */
  #average = 0;
  #acknowledged = 0;
  #pipe = 0;

  get answered(): number {
    return this.received + this.errors;
  }

  /** Counts a trip, in µs. */
  time(micros: number): void {
    this.#average += this.#trips === 0 ? micros : (micros - this.#average) / 8;
    this.#trips++;
    this.#least = Math.min(this.#least, micros);
    this.#most = Math.max(this.#most, micros);
    this.#sum += micros;
    this.#squares += micros * micros;
  }

  get longest(): number | undefined {
    return this.#trips === 0 ? undefined : this.#most;
  }

  /** An answer to the packet `sequence` has come: how many were on their way? */
  acknowledge(sequence: number): void {
    const behind = (this.sent - sequence) & 0xffff;
    if (behind > 0x7fff) return;
    this.#pipe = Math.max(this.#pipe, behind + 1);
    this.#acknowledged = Math.max(this.#acknowledged, sequence);
  }

  /** The text at the end. @param elapsed µs between the first and the last packet @param eager tell how fast it went */
  summary(host: string, elapsed: number, eager = false): string {
    const loss =
      this.sent === 0
        ? ''
        : `, ${Number((((this.sent - this.received) * 100) / this.sent).toPrecision(6))}% packet loss`;
    const repeats = this.repeats === 0 ? '' : `, +${this.repeats} duplicates`;
    const errors = this.errors === 0 ? '' : `, +${this.errors} errors`;
    const time = this.sent === 0 ? '' : `, time ${Math.floor(elapsed / MICROS)}ms`;
    const counts = `${this.sent} packets transmitted, ${this.received} received${repeats}${errors}${loss}${time}`;
    const pace =
      eager && this.received > 0 && this.sent > 1
        ? `ipg/ewma ${thousandths(elapsed / (this.sent - 1))}/${thousandths(this.#average)} ms`
        : '';
    const tail = [this.#rtt(), this.#pipe > 1 ? `pipe ${this.#pipe}` : '', pace].filter((text) => text !== '');
    return `\n--- ${host} ping statistics ---\n${counts}\n${tail.join(', ')}\n`;
  }

  #rtt(): string {
    if (this.#trips === 0) return '';
    const average = Math.floor(this.#sum / this.#trips);
    const deviation = Math.floor(Math.sqrt(Math.max(0, this.#squares / this.#trips - average * average)));
    const figures = [this.#least, average, this.#most, deviation];
    return `rtt min/avg/max/mdev = ${figures.map(thousandths).join('/')} ms`;
  }
}
