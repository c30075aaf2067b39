import type { EventMessage } from '../api/types/events.ts';
import type { DiskUsage, Info, Ping, Version } from '../api/types/system.ts';
import type { Task } from '../kernel/task.ts';
import { type JsonStream, jsonStream } from './json-stream.ts';
import { type FilterArgs, filtersParameter } from './target.ts';
import type { Transport } from './transport.ts';

/** `timeNano` has more digits than a JavaScript number holds; it is the last member of an event. */
const quoteNanoseconds = (line: string): string => line.replace(/"timeNano":(\d+)\}$/, '"timeNano":"$1"}');

/** docker/client's ping.go, version.go, info.go, events.go. */
export const systemClient = (transport: Transport) => ({
  ping(): Task<Ping> {
    return transport.ping();
  },

  serverVersion(): Task<Version> {
    return transport.json('GET', '/version');
  },

  info(): Task<Info> {
    return transport.json('GET', '/info');
  },

  diskUsage(): Task<DiskUsage> {
    return transport.json('GET', '/system/df');
  },

  /** `since`, `until`: Unix times, as `1136073600.000000001`. */
  *events(options: { since?: string; until?: string; filters?: FilterArgs } = {}): Task<JsonStream<EventMessage>> {
    const query = {
      since: options.since || undefined,
      until: options.until || undefined,
      filters: filtersParameter(options.filters),
    };
    return jsonStream<EventMessage>(yield* transport.open('GET', '/events', { query }), quoteNanoseconds);
  },
});
