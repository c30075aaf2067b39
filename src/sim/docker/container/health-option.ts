import type { ContainerCreateRequest } from '../../api/types/container-config.ts';
import type { CreationFlags } from './creation-flags.ts';

type Healthcheck = ContainerCreateRequest['Healthcheck'];

/** Durations in nanoseconds, by flag. */
const DURATIONS = [
  ['health-interval', 'Interval'],
  ['health-timeout', 'Timeout'],
  ['health-start-period', 'StartPeriod'],
  ['health-start-interval', 'StartInterval'],
] as const;

/** `--health-*`: what probes the container (docker/cli's parse). */
export function healthcheck(flags: CreationFlags): Healthcheck {
  const command = flags['health-cmd'];
  const retries = flags['health-retries'];
  const asked = command !== '' || retries !== 0 || DURATIONS.some(([flag]) => flags[flag] !== 0);
  if (flags['no-healthcheck']) {
    if (asked) throw new Error('--no-healthcheck conflicts with --health-* options');
    return { Test: ['NONE'] };
  }
  if (!asked) return undefined;
  const negative = [...DURATIONS.map(([flag]) => flag), 'health-retries' as const].find((flag) => flags[flag] < 0);
  if (negative !== undefined) throw new Error(`--${negative} cannot be negative`);
  return {
    ...(command === '' ? {} : { Test: ['CMD-SHELL', command] }),
    ...Object.fromEntries(DURATIONS.flatMap(([flag, field]) => (flags[flag] === 0 ? [] : [[field, flags[flag]]]))),
    ...(retries === 0 ? {} : { Retries: retries }),
  };
}
