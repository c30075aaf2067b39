import { expect, test } from 'vitest';
import { readFile, writeFile } from '../kernel/fs/tree.ts';
import { TestMachine } from '../linux/test-machine.test-support.ts';
import { alpine } from './alpine.ts';
import { debianHost } from './debian-host.ts';
import { nginx } from './nginx.ts';

function* nothing() {
  return 0;
}

const image = alpine(nothing);
const host = () => debianHost({ hostname: 'docker1', bash: nothing, docker: nothing, dockerd: nothing });
const container = () => new TestMachine(host()).container(image.createRoot());

test('applets are links to the one executable', () => {
  const { out } = container().run('ls -l /bin/cat /bin/busybox');
  expect(out).toMatch(/^-rwxr-xr-x +1 root +root +\d+ Nov 16 09:12 \/bin\/busybox\n/);
  expect(out).toMatch(/\nlrwxrwxrwx +1 root +root +12 Nov 16 09:12 \/bin\/cat -> \/bin\/busybox\n$/);
});

test('busybox runs the applet that it is told', () => {
  expect(container().run('busybox echo hi')).toEqual({ out: 'hi\n', err: '', status: 0 });
  expect(container().run('busybox nosuch')).toEqual({ out: '', err: 'nosuch: applet not found\n', status: 127 });
});

test('an applet that is not simulated says so, and fails', () => {
  const { err, status } = container().run('vi');
  expect(err).toBe('Passerelle : la simulation ne fournit pas encore « vi ».\n');
  expect(status).not.toBe(0);
});

test('a program of Debian that is not simulated is there, and says so', () => {
  const { host: debian } = new TestMachine(host());
  expect(debian.run('ls /usr/bin/systemctl /usr/sbin/tc').status).toBe(0);
  expect(debian.run('systemctl status docker')).toEqual({
    out: '',
    err: 'Passerelle : la simulation ne fournit pas encore « systemctl ».\n',
    status: 125,
  });
});

test('two roots of one image share nothing', () => {
  const [one, two] = [image.createRoot(), image.createRoot()];
  writeFile(one, '/etc/alpine-release', 'changed\n');
  expect(readFile(two, '/etc/alpine-release')).toBe('3.22.2\n');
});

test('nginx in the foreground serves until SIGQUIT, and then ends with status 0', () => {
  const box = new TestMachine(host()).container(nginx(nothing).createRoot());
  const foreground = ['nginx', '-g', 'daemon off;'];
  expect(box.run(foreground, { seconds: 5, signal: { name: 'SIGQUIT', after: 1 } }).status).toBe(0);
});

test('nginx in the foreground does not end of itself', () => {
  const box = new TestMachine(host()).container(nginx(nothing).createRoot());
  expect(box.run(['nginx', '-g', 'daemon off;'], { seconds: 5 }).status).toBeUndefined();
});

test('the host is a Debian: the same complaint in other words', () => {
  const { host: docker1 } = new TestMachine(host());
  expect(docker1.run('cat nosuch').err).toBe('cat: nosuch: No such file or directory\n');
  expect(docker1.run('ls nosuch')).toMatchObject({
    err: "ls: cannot access 'nosuch': No such file or directory\n",
    status: 2,
  });
  expect(docker1.run('ls --foo').err).toBe("ls: unrecognized option '--foo'\nTry 'ls --help' for more information.\n");
  expect(docker1.run('hostname -i').out).toBe('127.0.1.1\n');
});
