import type { Program } from '../../kernel/syscalls.ts';
import { cat } from './cat.ts';
import { env } from './env.ts';
import { hostname } from './hostname.ts';
import { ifconfig } from './ifconfig.ts';
import { ls } from './ls.ts';
import { ping } from './ping.ts';

/** The applets that are simulated, by name; the shell is given by whoever makes an image. */
export const APPLETS: ReadonlyMap<string, Program> = new Map(
  Object.entries({ cat, env, hostname, ifconfig, ls, ping }),
);
