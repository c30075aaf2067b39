import type { Task } from '../kernel/task.ts';
import { type FilterArgs, filtersParameter } from './target.ts';
import type { Transport } from './transport.ts';

/** As much of moby's types.Plugin as a list shows. */
export interface Plugin {
  Id: string;
  Name: string;
  Enabled: boolean;
  PluginReference: string;
  Config: { Description: string };
}

const one = (name: string): string => `/plugins/${name}`;

/** docker/client's plugin_*.go, of engines that may have none. */
export const pluginClient = (transport: Transport) => ({
  pluginList(filters: FilterArgs): Task<Plugin[]> {
    return transport.json('GET', '/plugins', { query: { filters: filtersParameter(filters) } });
  },

  pluginInspect(name: string): Task<Plugin> {
    return transport.json('GET', `${one(name)}/json`);
  },

  *pluginEnable(name: string, timeout: number): Task<void> {
    yield* transport.bytes('POST', `${one(name)}/enable`, { query: { timeout } });
  },

  *pluginDisable(name: string, force: boolean): Task<void> {
    yield* transport.bytes('POST', `${one(name)}/disable`, { query: { force: force || undefined } });
  },

  *pluginRemove(name: string, force: boolean): Task<void> {
    yield* transport.bytes('DELETE', one(name), { query: { force: force || undefined } });
  },

  *pluginSet(name: string, settings: readonly string[]): Task<void> {
    yield* transport.bytes('POST', `${one(name)}/set`, { body: settings });
  },
});
