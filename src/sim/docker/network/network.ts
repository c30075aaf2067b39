import { verb } from '../cli.ts';
import { connect } from './connect.ts';
import { create } from './create.ts';
import { disconnect } from './disconnect.ts';
import { inspectNetwork } from './inspect.ts';
import { ls } from './ls.ts';
import { prune } from './prune.ts';
import { rm } from './rm.ts';

export const network = verb({
  name: 'network',
  short: 'Manage networks',
  commands: [connect, create, disconnect, inspectNetwork, ls, prune, rm],
});
