import type { Call } from '../call.ts';
import { directoryName } from './path.ts';

/** rmdir with -p: removes a directory, and its parents. */
export function removeDirectory({ sys, options }: Call, path: string): void {
  sys.rmdir(path);
  if (!options.has('p')) return;
  for (let parent = directoryName(path); parent !== '.' && parent !== '/'; parent = directoryName(parent))
    sys.rmdir(parent);
}
