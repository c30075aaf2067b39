/** Finds the real clients that the tests drive; with `--install`, installs Debian's where there are none and it may. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';

/** The version of the `docker` command on PATH, as `28.2.2`; undefined where there is none. */
export function dockerClientVersion(): string | undefined {
  try {
    return /\b\d+\.\d+\.\d+/.exec(execFileSync('docker', ['--version'], { encoding: 'utf8' }))?.[0];
  } catch {
    return undefined;
  }
}

/** Compose as the plugin of `docker`, and as a command of its own (Debian 12 has that alone). */
export const COMPOSE_COMMANDS = ['docker compose', 'docker-compose'] as const;

export function isInstalled(compose: (typeof COMPOSE_COMMANDS)[number]): boolean {
  const [program = '', ...words] = compose.split(' ');
  try {
    execFileSync(program, [...words, 'version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function install(debianPackage: string): void {
  if (!existsSync('/usr/bin/apt-get') || userInfo().uid !== 0) {
    return console.error(`no ${debianPackage}: its tests are left out; install it to run them`);
  }
  execFileSync('apt-get', ['update', '-qq'], { stdio: 'inherit' });
  execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', debianPackage], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
}

if (import.meta.main && process.argv.includes('--install')) {
  if (dockerClientVersion() === undefined) install('docker.io');
  if (!COMPOSE_COMMANDS.some(isInstalled)) install('docker-compose');
}
