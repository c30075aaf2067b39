import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Dialect } from '../dialect.ts';
import { run } from '../shell.test-support.ts';

const NAMES =
  `. : [ alias bg break cd command continue echo eval exec exit export false fg getopts hash history jobs kill let local printf
  pwd read readonly return set shift source test times trap true type ulimit umask unalias unset wait builtin declare dirs disown mapfile
  popd pushd shopt typeset`.split(/\s+/);

const WORDS =
  `-a -b -c -d -e -f -h -i -l -n -o -p -r -s -t -u -v -x -A -L -N -P -S -U -- - + +x +o -1 0 1 77 256 99999999999 x y= y=1 1y=2 a[1] a[1]=2 %1 %9 %% nope
  /nope /tmp INT EXIT SIGNOPE 0 -eq -lt = != ! ( ) ] -z posix errexit 022 u=rwx %s %d %q \\n '' "a b" '*' $! $$ $x f echo cd $((1+)) 1+1 1/0`.split(
    /\s+/,
  );

const command = fc
  .tuple(fc.constantFrom(...NAMES), fc.array(fc.constantFrom(...WORDS), { maxLength: 4 }))
  .map(([name, words]) => [name, ...words].join(' '));

const LEAKS = /undefined|NaN|\[object|TypeError|RangeError|EBADF|\bat .*\.ts:/;

test.each<Dialect>(['ash', 'bash'])('the builtins of %s take any arguments', (dialect) => {
  fc.assert(
    fc.property(fc.array(command, { minLength: 1, maxLength: 3 }), (commands) => {
      const { out, err } = run(dialect, `sleep 5 & x=1; ${commands.join('\n')}`, { seconds: 10 });
      expect(out + err).not.toMatch(LEAKS);
    }),
    { numRuns: 150 },
  );
});
