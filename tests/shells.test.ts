import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { busyboxTree } from '../src/sim/images/busybox-tree.ts';
import { debianHost } from '../src/sim/images/debian-host.ts';
import type { Directory } from '../src/sim/kernel/fs/inode.ts';
import { makeDirectories, makeTree } from '../src/sim/kernel/fs/tree.ts';
import type { Program } from '../src/sim/kernel/syscalls.ts';
import { type Place, TestMachine } from '../src/sim/linux/test-machine.test-support.ts';
import { shell } from '../src/sim/shell/shell.ts';

/** What a shell wrote and ended with; what is left out is empty, or 0. */
interface Ran {
  readonly out?: string;
  readonly err?: string;
  readonly status?: number;
}

/**
 * Recorded with `bash -c` (5.3, on the oracle's host) and `sh -c` (BusyBox 1.37, in one of its containers), in an empty
 * directory /tmp/c. What depends on the build, on pids or on who is quicker was left out.
 */
const CASES: readonly { readonly script: string; readonly bash?: Ran; readonly ash?: Ran }[] = JSON.parse(
  readFileSync(new URL('shell-cases.json', import.meta.url), 'utf8'),
);

const nothing: Program = function* () {
  return 0;
};

/** A shell's machine, made once; `run` gives each script an empty directory of its own. */
function runner(name: 'bash' | 'sh', place: Place): (script: string) => Ran {
  const { root } = place.namespaces;
  return (script) => {
    (root.lookup('tmp') as Directory).unlink('c');
    makeDirectories(root, '/tmp/c');
    const { out, err, status } = place.run([name, '-c', script], { cwd: '/tmp/c', env: { LANG: 'C.UTF-8' } });
    return { ...(out && { out }), ...(err && { err }), ...(status !== 0 && { status }) };
  };
}

const machine = new TestMachine(
  debianHost({ hostname: 'docker1', bash: shell('bash'), docker: nothing, dockerd: nothing }),
);
const SHELLS = {
  bash: runner('bash', machine.host),
  ash: runner('sh', machine.container(makeTree(busyboxTree(shell('ash'))))),
} as const;

describe.each(['bash', 'ash'] as const)('%s', (dialect) => {
  test.each(CASES.flatMap((each) => (each[dialect] ? [[each.script, each[dialect]] as const] : [])))(
    '%s',
    (script, recorded) => {
      expect(SHELLS[dialect](script)).toEqual(recorded);
    },
  );
});
