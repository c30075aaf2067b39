import { expect, test } from 'vitest';
import { tarOf } from '../../tar/write.ts';
import { failure, TestEngine } from '../test-engine.test-support.ts';

const OPTIONS = { repository: '', tag: '', comment: '', author: '', changes: [] as string[] };

function put(host: TestEngine, container: string, name: string, text: string): void {
  const file = { name, type: 'file' as const, mode: 0o644, uid: 0, gid: 0, mtime: 0, target: '' };
  const archive = tarOf([{ ...file, data: new TextEncoder().encode(text) }]);
  host.call(host.engine.containerExtractToDir(container, '/', { archive, noOverwriteDirNonDir: true }));
}

test('an image of a container has what it wrote, and not what it writes later', () => {
  const host = new TestEngine();
  host.run({ name: 'box', command: ['sleep'], host: { Binds: ['data:/data'] } });
  put(host, 'box', 'file', '1234');
  const { Id } = host.call(host.engine.commit('box', { ...OPTIONS, repository: 'my/box', tag: '1', comment: 'why' }));
  put(host, 'box', 'later', 'x');
  host.create({ name: 'child', config: { Image: 'my/box:1' } });
  expect(host.engine.containerStatPath('child', '/file').size).toBe(4);
  expect(failure(() => host.engine.containerStatPath('child', '/later'))).toContain('Could not find the file');
  expect(host.engine.containerChanges('child')).toEqual([]);
  expect(host.engine.imageHistory('my/box:1')).toMatchObject([
    { Id, CreatedBy: 'sleep', Size: 4, Comment: 'why', Tags: ['my/box:1'] },
    { Tags: ['alpine:latest'] },
  ]);
  expect(host.events()).toContain('container commit box');
});

test('changes are Dockerfile instructions', () => {
  const host = new TestEngine();
  host.create({ name: 'box', config: { Env: ['A=0', 'B=1'] } });
  const changes = ['ENV A="one two" C=3', 'CMD ["a", "b"]', 'EXPOSE 80', 'WORKDIR sub', 'LABEL k=v'];
  host.call(host.engine.commit('box', { ...OPTIONS, repository: 'i', changes }));
  expect(host.engine.imageInspect('i').Config).toMatchObject({
    Env: expect.arrayContaining(['A=one two', 'B=1', 'C=3']),
    Cmd: ['a', 'b'],
    ExposedPorts: { '80/tcp': {} },
    WorkingDir: '/sub',
    Labels: { k: 'v' },
  });
  const wrong = () => host.call(host.engine.commit('box', { ...OPTIONS, changes: ['BOGUS x'] }));
  expect(failure(wrong)).toBe('BOGUS is not a valid change command');
});

test('an image that others stand on loses its name only; disk usage counts shared layers once', () => {
  const host = new TestEngine();
  host.create({ name: 'box', command: ['true'] });
  put(host, 'box', 'file', '12345');
  host.call(host.engine.commit('box', { ...OPTIONS, repository: 'child' }));
  const { LayersSize, Images, Containers, Volumes } = host.engine.systemDiskUsage();
  const base = Images.find(({ RepoTags }) => RepoTags.includes('alpine:latest'))?.Size ?? 0;
  expect(LayersSize).toBe(base + 5);
  expect(Images.map(({ SharedSize, Containers: users }) => [SharedSize, users])).toEqual([
    [base, 0],
    [base, 1],
  ]);
  expect(Containers.map(({ SizeRw }) => SizeRw)).toEqual([5]);
  expect(Volumes).toEqual([]);
  host.call(host.engine.containerRemove('box', { force: false, volumes: false, link: false }));
  expect(host.call(host.engine.imageDelete('alpine', { force: false, prune: true }))).toEqual([
    { Untagged: 'alpine:latest' },
  ]);
  // Its name, itself and its layer; then its parent, which nothing names any more, and that one's.
  expect(host.call(host.engine.imageDelete('child', { force: false, prune: true }))).toHaveLength(5);
  expect(host.engine.systemDiskUsage().Images).toEqual([]);
});
