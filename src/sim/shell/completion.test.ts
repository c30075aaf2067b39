import { expect, test } from 'vitest';
import { TestTerminal } from './shell.test-support.ts';

const TERM = { env: { TERM: 'xterm' } };

test('Tab completes commands, files and directories in ash', () => {
  const terminal = new TestTerminal('ash', TERM);
  expect(terminal.key('cat /etc/hostn\t\n')).toContain('cat /etc/hostname \nbox\n');
  expect(terminal.key('ar\txx\n')).toContain('args xx\n<xx>\n');
  expect(terminal.key('cd /et\t\n')).toContain('cd /etc/\n/etc # ');
  expect(terminal.key('cat < hostn\t\n')).toContain('box\n');
});

test('history comes back with the arrows', () => {
  const terminal = new TestTerminal('ash', TERM);
  terminal.key('echo one\n');
  expect(terminal.key('\x1b[A two\n')).toContain('one two\n/ # ');
});
