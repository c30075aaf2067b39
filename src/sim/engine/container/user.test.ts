import { expect, test } from 'vitest';
import { makeTree } from '../../kernel/fs/tree.ts';
import { failure } from '../test-engine.test-support.ts';
import { lookUpUser } from './user.ts';

const root = makeTree({
  etc: {
    passwd: 'root:x:0:0:root:/root:/bin/sh\nann:x:1000:100:Ann:/home/ann:/bin/sh\n',
    group: 'root:x:0:root\nwheel:x:10:root,ann\nusers:x:100:\n',
  },
});

test('a user is in the groups that name it, unless a group is said', () => {
  expect(lookUpUser(root, '')).toEqual({ uid: 0, gid: 0, groups: [0, 10], home: '/root' });
  expect(lookUpUser(root, 'ann')).toEqual({ uid: 1000, gid: 100, groups: [10], home: '/home/ann' });
  expect(lookUpUser(root, 'ann:wheel')).toMatchObject({ gid: 10, groups: [] });
  expect(lookUpUser(root, '7')).toEqual({ uid: 7, gid: 0, groups: [], home: '/' });
  expect(failure(() => lookUpUser(root, 'bob'))).toBe('unable to find user bob: no matching entries in passwd file');
});
