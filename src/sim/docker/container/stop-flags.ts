import type { StopOptions } from '../../client/container.ts';
import type { Values } from '../../command/flag.ts';
import * as flag from '../../command/flags.ts';

/** How `stop` and `restart` end a container. */
export const stopFlags = {
  signal: flag.string('Signal to send to the container', { short: 's' }),
  time: flag.int('Seconds to wait before killing the container', {
    aliasOf: 'timeout',
    deprecated: 'use --timeout instead',
  }),
  timeout: flag.int('Seconds to wait before killing the container', { short: 't' }),
};

/** The container's own timeout counts where none is given. */
export const stopOptions = (flags: Values<typeof stopFlags>, changed: ReadonlySet<string>): StopOptions => ({
  ...(changed.has('timeout') ? { timeout: flags.timeout } : {}),
  signal: flags.signal,
});
