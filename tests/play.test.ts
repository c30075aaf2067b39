import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** Runs the `play` script on a file with this content. */
function play(content: string) {
  const file = join(mkdtempSync(join(tmpdir(), 'play-')), 'scenario.json');
  writeFileSync(file, content);
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/play.ts', file], { encoding: 'utf8' });
  return { status, stdout, stderr };
}

test('a scenario that plays exits 0, whatever the outputs, and prints the played JSON', () => {
  const { status, stdout } = play('{"title":"t","steps":[{"terminal":"1","input":"nosuch"}]}');
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toEqual({
    title: 't',
    steps: [{ terminal: '1', input: 'nosuch', output: 'bash: nosuch: command not found\n', prompt: 'host', exit: 127 }],
  });
});

test('a scenario that is none gets a clear error and exit 2', () => {
  const { status, stdout, stderr } = play('{"steps":[{"input":"ls","color":1}]}');
  expect(stderr).toContain('step 0: unknown field "color"');
  expect([status, stdout]).toEqual([2, '']);
});

test('a file that is not there is named', () => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/play.ts', '/nosuch.json'], { encoding: 'utf8' });
  expect(status).toBe(2);
  expect(stderr).toContain('/nosuch.json');
});
