import { isErrno } from '../../kernel/errno.ts';
import { GeneratedFile } from '../../kernel/fs/inode.ts';
import { resolvePath } from '../../kernel/fs/path.ts';
import { notSimulated, systemError } from '../errors.ts';
import type { Container } from './container.ts';

const RUNC =
  'failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: ';

/** `--sysctl`: runc writes the values below /proc/sys. `before` is what stands before its complaints. */
export function setSysctls({ root, hostConfig }: Container, before: string): void {
  for (const [name, value] of Object.entries(hostConfig.Sysctls ?? {})) {
    if (name.startsWith('net.') && hostConfig.NetworkMode === 'host') {
      throw systemError(`${RUNC}sysctl "${name}" not allowed in host network namespace`);
    }
    const path = `/proc/sys/${name.replaceAll('.', '/')}`;
    const file = look(root, path);
    if (file === undefined) throw notSimulated(`le paramètre du noyau « ${name} » n’est pas simulé.`);
    try {
      file.write(value, { pid: 0 });
    } catch (error) {
      if (!isErrno(error)) throw error;
      throw systemError(`${before}write sysctl key ${name}: write ${path}: ${error.message.toLowerCase()}`);
    }
  }
}

function look(root: Container['root'], path: string): GeneratedFile | undefined {
  try {
    const { inode } = resolvePath(root, '/', path, { pid: 0 });
    return inode instanceof GeneratedFile ? inode : undefined;
  } catch (error) {
    if (isErrno(error)) return undefined;
    throw error;
  }
}
