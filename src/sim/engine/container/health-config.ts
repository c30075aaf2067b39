import { MILLISECOND, type Micros, SECOND } from '../../kernel/clock.ts';
import { invalidParameter } from '../errors.ts';
import type { HealthConfig } from './config.ts';

/** In nanoseconds. */
const LEAST = 1_000_000;

const DURATIONS = ['Interval', 'Timeout', 'StartPeriod', 'StartInterval'] as const;

/** Throws for a check that is none (moby/daemon/container.go, validateHealthCheck). */
export function verifyHealthcheck(check: HealthConfig | undefined): void {
  if (check === undefined) return;
  for (const field of DURATIONS) {
    const duration = check[field] ?? 0;
    if (duration !== 0 && duration < LEAST) throw invalidParameter(`${field} in Healthcheck cannot be less than 1ms`);
  }
  if ((check.Retries ?? 0) < 0) throw invalidParameter('Retries in Healthcheck cannot be negative');
}

/** How a container is probed; durations in µs. */
export interface Probe {
  readonly command: readonly string[];
  readonly interval: Micros;
  readonly timeout: Micros;
  readonly startPeriod: Micros;
  readonly startInterval: Micros;
  readonly retries: number;
}

const micros = (nanoseconds: number | undefined, otherwise: Micros): Micros =>
  nanoseconds ? Math.max(MILLISECOND, Math.round(nanoseconds / 1000)) : otherwise;

/** The probe that a check asks for, with Docker's defaults (moby/daemon/health.go); undefined where there is none. */
export function probeOf(check: HealthConfig | undefined, shell: readonly string[]): Probe | undefined {
  const [kind, ...command] = check?.Test ?? [];
  if (check === undefined || kind === undefined || kind === 'NONE') return undefined;
  return {
    command: kind === 'CMD-SHELL' ? [...shell, ...command] : command,
    interval: micros(check.Interval, 30 * SECOND),
    timeout: micros(check.Timeout, 30 * SECOND),
    startPeriod: micros(check.StartPeriod, 0),
    startInterval: micros(check.StartInterval, 5 * SECOND),
    retries: check.Retries || 3,
  };
}
