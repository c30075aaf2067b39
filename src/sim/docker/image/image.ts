import { build } from '../absent/build.ts';
import { importImage, load, push, save } from '../absent/image.ts';
import { verb } from '../cli.ts';
import { history } from './history.ts';
import { inspectImage } from './inspect.ts';
import { ls } from './ls.ts';
import { prune } from './prune.ts';
import { pull } from './pull.ts';
import { rm } from './rm.ts';
import { tag } from './tag.ts';

export const image = verb({
  name: 'image',
  short: 'Manage images',
  commands: [build, history, importImage, inspectImage, load, ls, prune, pull, push, rm, save, tag],
});
