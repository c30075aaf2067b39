import { expect, test } from 'vitest';
import { failure, filters, TestEngine } from '../test-engine.test-support.ts';

test('a volume is made by its first use, kept, and refused for removal while a container has it', () => {
  const host = new TestEngine();
  const keeper = host.create({ name: 'keeper', host: { Binds: ['data:/elsewhere'] } });
  expect(host.inspect('keeper').Mounts).toEqual([
    {
      Type: 'volume',
      Name: 'data',
      Source: '/var/lib/docker/volumes/data/_data',
      Destination: '/elsewhere',
      Driver: 'local',
      Mode: 'z',
      RW: true,
      Propagation: '',
    },
  ]);
  const remove = () => host.call(host.engine.removeVolume('data', { force: false }));
  expect(failure(remove)).toBe(`remove data: volume is in use - [${keeper}]`);
  host.call(host.engine.containerRemove('keeper', { force: false, volumes: true, link: false }));
  expect(host.engine.volumeInspect('data').Name).toBe('data');
  remove();
  expect(failure(remove)).toBe('get data: no such volume');
});

test('an anonymous volume goes with rm -v and with prune, a named one with prune --all only', () => {
  const host = new TestEngine();
  const create = (name: string) => host.create({ name, config: { Volumes: { '/cache': {} } } });
  const list = () => (host.engine.volumes(filters({})).Volumes ?? []).map(({ Name }) => Name);
  create('one');
  expect(list()).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
  host.call(host.engine.containerRemove('one', { force: false, volumes: true, link: false }));
  expect(list()).toEqual([]);
  create('two');
  host.call(host.engine.createVolume({ Name: 'kept' }));
  host.call(host.engine.containerRemove('two', { force: false, volumes: false, link: false }));
  expect(host.call(host.engine.volumesPrune(filters({}))).VolumesDeleted).toHaveLength(1);
  expect(list()).toEqual(['kept']);
  expect(host.call(host.engine.volumesPrune(filters({ all: ['true'] })))).toEqual({
    VolumesDeleted: ['kept'],
    SpaceReclaimed: 0,
  });
});

test('names have a form', () => {
  const host = new TestEngine();
  const create = (Name: string) => failure(() => host.call(host.engine.createVolume({ Name })));
  expect(create('a b')).toBe(
    'create a b: "a b" includes invalid characters for a local volume name, only "[a-zA-Z0-9][a-zA-Z0-9_.-]" are allowed. If you intended to pass a host directory, use absolute path',
  );
});

test('a volume on another machine is made, and honestly not mounted', () => {
  const host = new TestEngine();
  const options = { type: 'nfs', o: 'addr=192.168.65.9', device: ':/srv' };
  host.call(host.engine.createVolume({ Name: 'far', DriverOpts: options }));
  expect(host.engine.volumeInspect('far').Options).toEqual(options);
  host.create({ name: 'one', host: { Binds: ['far:/data'] } });
  const starting = () => host.call(host.engine.containerStart('one'));
  expect(failure(starting)).toContain('les volumes de type « nfs » ne se montent pas ici');
  expect(host.engine.containerInspect('one').State.Status).toBe('created');
});
