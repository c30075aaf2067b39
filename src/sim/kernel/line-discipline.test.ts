import { expect, test } from 'vitest';
import { LineDiscipline } from './line-discipline.ts';
import type { Signal } from './syscalls.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

function discipline() {
  let echoed = '';
  const signals: Signal[] = [];
  const line = new LineDiscipline({
    echo: (bytes) => {
      echoed += decoder.decode(bytes, { stream: true });
    },
    signal: (signal) => signals.push(signal),
    ready: () => {},
  });
  return {
    line,
    signals,
    echoed: () => echoed,
    type: (text: string) => line.input(encoder.encode(text)),
    read: () => (line.readable ? decoder.decode(line.take(4096)) : undefined),
  };
}

test('in canonical mode nothing can be read before Enter, which comes as a newline', () => {
  const { type, read, echoed } = discipline();
  type('ls');
  expect(read()).toBeUndefined();
  type('\r');
  expect(read()).toBe('ls\n');
  expect(echoed()).toBe('ls\r\n');
});

test('erase takes a whole UTF-8 character, word erase a word, kill the line', () => {
  const { type, read } = discipline();
  type('é\x7fa\r');
  type('un deux\x17trois\r');
  type('rien\x15tout\r');
  expect([read(), read(), read()]).toEqual(['a\n', 'un trois\n', 'tout\n']);
});

test('^C sends SIGINT, shows as ^C and throws the line away', () => {
  const { type, read, signals, echoed } = discipline();
  type('abc\x03');
  expect(signals).toEqual(['SIGINT']);
  expect(echoed()).toBe('abc^C');
  type('\r');
  expect(read()).toBe('\n');
});

test('^D ends the file on an empty line, and hands over an unfinished one', () => {
  const { type, read } = discipline();
  type('\x04');
  expect(read()).toBe('');
  type('abc\x04');
  expect(read()).toBe('abc');
});

test('^V takes the next key as it is', () => {
  const { type, read, signals } = discipline();
  type('\x16\x03\r');
  expect(signals).toEqual([]);
  expect(read()).toBe('\x03\n');
});

test('raw mode hands over each byte, unseen and unchanged', () => {
  const { line, type, read, echoed } = discipline();
  line.setModes({ canonical: false, echo: false, signals: false, crToNl: false });
  type('a\r\x03');
  expect(read()).toBe('a\r\x03');
  expect(echoed()).toBe('');
});

test('output newlines get a carriage return, unless post-processing is off', () => {
  const { line } = discipline();
  expect(decoder.decode(line.processOutput(encoder.encode('a\nb\n')))).toBe('a\r\nb\r\n');
  line.setModes({ postProcess: false });
  expect(decoder.decode(line.processOutput(encoder.encode('a\n')))).toBe('a\n');
});
