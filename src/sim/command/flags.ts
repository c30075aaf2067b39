/** All kinds of flags, for `import * as flag`. */
export { filter, list, map, strings } from './list-flags.ts';
export {
  bool,
  bytes,
  decimal,
  duration,
  int,
  once,
  string,
  swapBytes,
  textOf,
  uint16,
  uintText,
} from './scalar-flags.ts';
