import { expect, test } from 'vitest';
import { readTar } from '../../tar/read.ts';
import { tarOf } from '../../tar/write.ts';
import { failure, TestEngine } from '../test-engine.test-support.ts';

const entry = (name: string, text = '') => ({
  ...{ name, type: name.endsWith('/') ? ('directory' as const) : ('file' as const), mode: 0o644, uid: 0, gid: 0 },
  ...{ mtime: 0, target: '', data: new TextEncoder().encode(text) },
});

const put = (host: TestEngine, path: string, ...entries: ReturnType<typeof entry>[]) =>
  host.call(host.engine.containerExtractToDir('box', path, { archive: tarOf(entries), noOverwriteDirNonDir: true }));

const get = (host: TestEngine, path: string) => {
  const { tar } = host.call(host.engine.containerArchivePath('box', path));
  return [...readTar(tar)].map(({ name, data }) => [name, new TextDecoder().decode(data)]);
};

test('what is put into a container comes out again, and shows in its changes', () => {
  const host = new TestEngine();
  host.create({ name: 'box', command: ['true'] });
  put(host, '/', entry('new/'), entry('new/file', 'text'));
  expect(get(host, '/new')).toEqual([
    ['new/', ''],
    ['new/file', 'text'],
  ]);
  expect(get(host, '/new/.')).toEqual([
    ['./', ''],
    ['./file', 'text'],
  ]);
  expect(host.engine.containerChanges('box')).toEqual([
    { Path: '/new', Kind: 1 },
    { Path: '/new/file', Kind: 1 },
  ]);
});

test('it goes where the container has its volumes, and not into its /proc', () => {
  const host = new TestEngine();
  host.run({ name: 'box', command: ['sleep'], host: { Binds: ['data:/data', 'kept:/kept:ro'] } });
  put(host, '/data', entry('file', 'text'));
  expect(get(host, '/data/file')).toEqual([['file', 'text']]);
  expect(failure(() => put(host, '/kept', entry('a')))).toBe('mounted volume is marked read-only');
  expect(failure(() => get(host, '/proc/version'))).toBe('Could not find the file /proc/version in container box');
  expect(failure(() => put(host, '/etc', entry('hosts')))).toBe('RemoveAll hosts: device or resource busy');
  expect(host.engine.containerChanges('box').map(({ Path }) => Path)).not.toContain('/data/file');
});

test('a file does not take a directory’s place, nor a directory a file’s', () => {
  const host = new TestEngine();
  host.create({ name: 'box', command: ['true'] });
  put(host, '/', entry('a/'), entry('b'));
  expect(failure(() => put(host, '/', entry('a')))).toContain('cannot overwrite directory');
  expect(failure(() => put(host, '/', entry('b/')))).toContain('cannot overwrite non-directory');
  expect(failure(() => put(host, '/nosuch'))).toBe('Could not find the file /nosuch in container box');
});

test('export leaves out what is mounted', () => {
  const host = new TestEngine();
  host.run({ name: 'box', command: ['sleep'], host: { Binds: ['data:/data'] } });
  put(host, '/data', entry('hidden'));
  const names = [...readTar(host.call(host.engine.containerExport('box')))].map(({ name }) => name);
  expect(names).toContain('data/');
  expect(names).toContain('etc/hosts');
  expect(names).not.toContain('data/hidden');
  expect(names).not.toContain('proc/version');
});
