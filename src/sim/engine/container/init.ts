import { resolvePath } from '../../kernel/fs/path.ts';
import type { Daemon } from '../daemon.ts';
import { systemError } from '../errors.ts';
import { linkAt } from '../volume/mount-points.ts';
import type { Container } from './container.ts';

/** Where the host's docker-init is, and where a container has it. */
const HOST_INIT = '/usr/bin/docker-init';
const INIT = '/sbin/docker-init';

/** `--init`: puts the host's docker-init into the container; the command line that begins with it. */
export function withInit(daemon: Daemon, container: Container): string[] {
  const { inode } = resolvePath(daemon.machine.namespaces.root, '/', HOST_INIT, { pid: 0 });
  if (inode === undefined) throw systemError('exec: "docker-init": executable file not found in $PATH');
  linkAt(container, INIT, inode);
  return [INIT, '--', ...container.commandLine];
}
