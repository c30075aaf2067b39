/** Finds the real `docker` client that the tests drive; with `--install`, installs Debian's where there is none and it may. */
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

function install(): void {
  if (!existsSync('/usr/bin/apt-get') || userInfo().uid !== 0) {
    return console.error(
      'no docker command: the tests of real clients are left out; install Docker 28’s client to run them',
    );
  }
  execFileSync('apt-get', ['update', '-qq'], { stdio: 'inherit' });
  execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'docker.io'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
}

if (import.meta.main && process.argv.includes('--install') && dockerClientVersion() === undefined) install();
