import type { Program } from '../../kernel/syscalls.ts';
import { echoText } from '../text/echo.ts';

/** echo: prints its words; --help is one of them. */
export const echo: Program = function* (sys) {
  yield* sys.write(1, echoText(sys.argv.slice(1)));
  return 0;
};
