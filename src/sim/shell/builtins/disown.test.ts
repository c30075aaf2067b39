import { expect, test } from 'vitest';
import { run } from '../shell.test-support.ts';

const READ_USAGE =
  'read: usage: read [-Eers] [-a array] [-d delim] [-i text] [-n nchars] [-N nchars] [-p prompt] [-t timeout] [-u fd] [name ...]\n';

// All of this was recorded from bash 5.3 and BusyBox 1.37.
test.each([
  ['sleep 1 & disown %1; jobs', ''],
  ['sleep 1 & disown $!; jobs', ''],
  ['sleep 1 & disown -h %1; jobs', '[1]+  Running                    sleep 1 &\n'],
  ['sleep 1 & disown -a; jobs', ''],
  ['sleep 1 & sleep 1 & disown; jobs', '[1]+  Running                    sleep 1 &\n'],
])('%s', (script, out) => {
  expect(run('bash', script)).toMatchObject({ out, err: '', status: 0 });
});

test.each([
  ['disown', 'bash: line 1: disown: current: no such job\n', 1],
  ['disown %9', 'bash: line 1: disown: %9: no such job\n', 1],
  [
    'disown nope',
    "bash: line 1: disown: warning: nope: job specification requires leading `%'\nbash: line 1: disown: nope: no such job\n",
    1,
  ],
  [
    'disown -z',
    'bash: line 1: disown: -z: invalid option\ndisown: usage: disown [-h] [-ar] [jobspec ... | pid ...]\n',
    2,
  ],
  ['read -u 77 x', 'bash: line 1: read: 77: invalid file descriptor: Bad file descriptor\n', 1],
  ['read -u x y', 'bash: line 1: read: x: invalid file descriptor specification\n', 1],
  ['read -t -1 y', 'bash: line 1: read: -1: invalid timeout specification\n', 1],
  ['read -n x y', 'bash: line 1: read: x: invalid number\n', 1],
  ['read -u', `bash: line 1: read: -u: option requires an argument\n${READ_USAGE}`, 2],
  ['mapfile -u 77 x', 'bash: line 1: mapfile: 77: invalid file descriptor: Bad file descriptor\n', 1],
  ['mapfile -n x y', 'bash: line 1: mapfile: x: invalid line count\n', 1],
])('bash: %s', (script, err, status) => {
  expect(run('bash', script)).toMatchObject({ err, status });
});

test.each([
  ['read -u 77 x', '', 1],
  ['read -u x y', 'sh: read: line 0: invalid file descriptor\n', 2],
  ['read -t', 'sh: read: line 0: no arg for -t option\n', 2],
])('ash: %s', (script, err, status) => {
  expect(run('ash', script)).toMatchObject({ err, status });
});
