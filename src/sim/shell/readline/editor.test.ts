import { expect, test } from 'vitest';
import { Typist } from './terminal-double.ts';

const lines = (typist: Typist): readonly string[] =>
  typist.results.flatMap((result) => (result.kind === 'line' ? [result.text] : []));

test.each(['bash', 'ash'] as const)(
  '%s: the terminal is raw while a line is read, and as before afterwards',
  (dialect) => {
    const typist = new Typist(dialect);
    expect(typist.terminal.modes).toMatchObject({ canonical: false, echo: false, postProcess: true });
    expect(typist.terminal.modes.signals).toBe(dialect === 'bash');
    typist.press('\x04');
    expect(typist.results).toEqual([{ kind: 'eof' }]);
    expect(typist.terminal.modes).toEqual({
      canonical: true,
      echo: true,
      signals: true,
      crToNl: true,
      postProcess: true,
    });
  },
);

test.each(['bash', 'ash'] as const)(
  '%s: what is typed ahead after Enter stays in the terminal, for whoever reads next',
  (dialect) => {
    const typist = new Typist(dialect);
    let left = '';
    typist.onLine = () => {
      left ||= typist.terminal.unread;
    };
    typist.press('cat\nfor cat\nls\n');
    expect(left).toBe('for cat\nls\n');
    expect(lines(typist)).toEqual(['cat', 'for cat', 'ls']);
  },
);

test.each(['bash', 'ash'] as const)('%s: ^C gives the line up, ^D on an empty line ends', (dialect) => {
  const typist = new Typist(dialect);
  typist.press('sleep 10');
  if (dialect === 'bash') typist.interrupt();
  else typist.press('\x03');
  expect(typist.results).toEqual([{ kind: 'interrupted' }]);
  typist.press('ab\x04');
  expect(typist.results).toHaveLength(1);
  typist.press('\x7f\x7f\x04');
  expect(typist.results.at(-1)).toEqual({ kind: 'eof' });
});

test.each(['bash', 'ash'] as const)("%s: the terminal's answer about its cursor is no input", (dialect) => {
  const typist = new Typist(dialect);
  typist.press('\x1b[3;3Rls\r');
  expect(lines(typist)).toEqual(['ls']);
});

test('ash redraws over what stood before its prompt once the terminal tells where the cursor is', () => {
  const typist = new Typist('ash', { columns: 10 });
  // The last command left `abcde` without a newline.
  typist.terminal.screen.feed('\rabcde$ ');
  typist.press('\x1b[1;8R123456');
  expect(typist.screen).toBe('abcde$ 123\n456');
  typist.press('\x7f\x7f\x7f\x7f');
  expect(typist.screen).toBe('abcde$ 12');
});

test('bash: a paste keeps its newlines until Enter', () => {
  const typist = new Typist('bash');
  typist.press('\x1b[200~echo a\recho b\x1b[201~');
  expect(typist.screen).toBe('$ echo a\necho b');
  expect(lines(typist)).toEqual([]);
  typist.press('\r');
  expect(lines(typist)).toEqual(['echo a\necho b']);
});

test.each(['bash', 'ash'] as const)('%s: a colour in the prompt takes no columns', (dialect) => {
  const typist = new Typist(dialect, { columns: 10, prompt: 'un\n\x01\x1b[32m\x02ab$ \x01\x1b[0m\x02' });
  typist.press('123456789\x01X');
  expect(typist.screen).toBe('un\nab$ X12345\n6789');
  expect([typist.terminal.screen.row, typist.terminal.screen.column]).toEqual([1, 5]);
});

test('bash goes back through edited history, keeps the edits, and restores the entry that is entered', () => {
  const typist = new Typist('bash', { history: ['one', 'two'] });
  typist.press('new\x10X\x10Y');
  expect(typist.screen).toBe('$ oneY');
  typist.press('\x0e\x0e');
  expect(typist.screen).toBe('$ new');
  typist.press('\x10\r');
  expect(lines(typist)).toEqual(['twoX']);
  expect(typist.history).toEqual(['oneY', 'two', 'twoX']);
});

test('Alt-< and Alt-> go to the ends of the history, Alt-. takes the last words of the lines before', () => {
  const typist = new Typist('bash', { history: ['ping web', "docker run 'a b'", 'ls'] });
  typist.press('x\x1b<');
  expect(typist.screen).toBe('$ ping web');
  typist.press('\x1b>');
  expect(typist.screen).toBe('$ x');
  typist.press(' \x1b.\x1b.');
  expect(typist.screen).toBe("$ x 'a b'");
});

test('Ctrl-R in bash: older matches, a key that ends it, and Enter that runs', () => {
  const typist = new Typist('bash', { columns: 60, history: ['docker ps', 'docker network ls', 'docker ps', 'ls'] });
  typist.press('zz\x12docker');
  expect(typist.screen).toBe("(reverse-i-search)`docker': docker ps");
  typist.press('\x12');
  expect(typist.screen).toBe("(reverse-i-search)`docker': docker network ls");
  typist.press('\x12\x12');
  expect(typist.screen).toBe("(failed reverse-i-search)`docker': docker ps");
  typist.press('\x07');
  expect(typist.screen).toBe('$ zz');
  typist.press('\x12net\x05 x');
  expect(typist.screen).toBe('$ docker network ls x');
});

test('Enter in a search runs what was found; an escape leaves it on the line', () => {
  const typist = new Typist('bash', { columns: 60, history: ['docker ps', 'ls'] });
  typist.press('\x12ps\r');
  expect(lines(typist)).toEqual(['docker ps']);
  // ESC alone: the double lets no time pass before the poll ends.
  typist.press('\x12ls\x1b');
  expect(typist.screen.split('\n').at(-1)).toBe('$ ls');
});

test("Ctrl-R in ash: BusyBox's own prompt; a character that finds nothing is not taken", () => {
  const typist = new Typist('ash', { columns: 60, history: ['ping web', 'ls /etc', 'ls'] });
  typist.press('\x12ls\x12');
  expect(typist.screen).toBe("(reverse-i-search)'ls': ls /etc");
  typist.press('q');
  expect(typist.screen).toBe("(reverse-i-search)'ls': ls /etc");
  typist.press('\x05 x\r');
  expect(lines(typist)).toEqual(['ls /etc x']);
});

test('bash expands history and shows the line; an event that is not there runs nothing', () => {
  const typist = new Typist('bash', { columns: 60, history: ['echo hi'] });
  typist.press('!!\r');
  expect(typist.screen).toBe('$ !!\necho hi\n$');
  typist.press('!x\r');
  expect(typist.screen).toBe('$ !!\necho hi\n$ !x\nbash: !x: event not found\n$');
  expect(lines(typist)).toEqual(['echo hi']);
});

test('ash leaves `!!` alone', () => {
  const typist = new Typist('ash', { history: ['echo hi'] });
  typist.press('!!\r');
  expect(lines(typist)).toEqual(['!!']);
});

test('what was cut in one line can be pasted in the next, older cuts with Alt-Y', () => {
  const typist = new Typist('bash');
  typist.press('one\x15two\x15\r\x19');
  expect(typist.screen).toBe('$\n$ two');
  typist.press('\x1by');
  expect(typist.screen).toBe('$\n$ one');
});

test('an input that ends gives eof', () => {
  const typist = new Typist('bash');
  typist.terminal.hangUp();
  typist.press('');
  expect(typist.results).toEqual([{ kind: 'eof' }]);
});
