import { expect, test } from 'vitest';
import { program } from './command.ts';
import { completionOf } from './completion.ts';
import { bool, string } from './scalar-flags.ts';

const root = program<unknown, number>({
  name: 'docker',
  short: '',
  flags: { host: string('', { short: 'H' }) },
  commands: [
    {
      name: 'network',
      short: '',
      commands: [
        { name: 'ls', short: '', flags: { quiet: bool(''), format: string('') }, run: () => 0 },
        { name: 'connect', short: '', completes: ['network', 'container'], run: () => 0 },
        { name: 'secret', short: '', hidden: true, run: () => 0 },
      ],
    },
    {
      name: 'run',
      short: '',
      interspersed: false,
      flags: { network: string('', { completes: 'network' }), tty: bool('', { short: 't' }) },
      completes: ['image'],
      run: () => 0,
    },
  ],
});

const at = (line: string) => completionOf(root, line.split(' '));

test.each([
  ['', ['network', 'run']],
  ['ne', ['network']],
  ['network ', ['connect', 'ls']],
  ['network ls --', ['--format', '--help', '--quiet']],
  ['-H unix:///x net', ['network']],
  ['network nope ', []],
  ['network ls --format ', []],
  ['run alpine -', []],
])('« %s » is completed by %j', (line, words) => {
  expect(at(line)).toEqual({ kind: 'words', words });
});

test.each([
  ['network connect ', 'network', ''],
  ['network connect web ', 'container', ''],
  ['network connect web box ', 'container', ''],
  ['run --network ', 'network', ''],
  ['run --network=', 'network', '--network='],
  ['run -t al', 'image', ''],
  ['run --network web al', 'image', ''],
])('« %s » asks for a %s', (line, noun, before) => {
  expect(at(line)).toMatchObject({ kind: 'ask', noun, before });
});
