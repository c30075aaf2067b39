import { expect, test } from 'vitest';
import { inColumns } from './columns.ts';

test('names stand in columns, filled up with tabs where a tab reaches no further', () => {
  expect(inColumns(['d.json', 'essai2', 'reseaux.txt'], 80, false)).toBe('d.json\tessai2\treseaux.txt\n');
  const root = 'bin boot dev etc home lib lib64 media mnt old opt proc root run sbin srv sys tmp usr var'.split(' ');
  expect(inColumns(root, 80, false)).toBe(
    'bin   dev  home  lib64\tmnt  opt   root  sbin  sys  usr\nboot  etc  lib\t media\told  proc  run\t srv   tmp  var\n',
  );
});
