import type { BuildPruneResponse } from '../api/types/system.ts';
import type { Task } from '../kernel/task.ts';
import { type FilterArgs, filtersParameter } from './target.ts';
import type { Transport } from './transport.ts';

/** docker/client's build_prune.go. */
export const buildClient = (transport: Transport) => ({
  buildCachePrune(options: { all: boolean; filters: FilterArgs; keepStorage: number }): Task<BuildPruneResponse> {
    const { all, filters, keepStorage } = options;
    const query = {
      all: all || undefined,
      filters: filtersParameter(filters),
      'keep-storage': keepStorage || undefined,
    };
    return transport.json('POST', '/build/prune', { query });
  },
});
