import { isErrno } from '../../kernel/errno.ts';
import { GeneratedFile } from '../../kernel/fs/inode.ts';
import { resolvePath } from '../../kernel/fs/path.ts';
import { notSimulated, systemError } from '../errors.ts';
import type { Container } from './container.ts';

const RUNC =
  'failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: ';

/** Where real kernels have settings that are lacking here. */
const OTHERS =
  /^(kernel|fs|net\.(core|unix|mptcp|ipv6|netfilter|bridge|mpls)|net\.ipv4\.(conf|neigh|route|vs))\.|^net\.ipv4\.[a-z0-9]+_/;

/** `--sysctl`: runc writes the values below /proc/sys. `before` is what stands before its complaints. */
export function setSysctls({ root, hostConfig }: Container, before: string): void {
  for (const [name, value] of Object.entries(hostConfig.Sysctls ?? {})) {
    if (name.startsWith('net.') && hostConfig.NetworkMode === 'host') {
      throw systemError(`${RUNC}sysctl "${name}" not allowed in host network namespace`);
    }
    const path = `/proc/sys/${name.replaceAll('.', '/')}`;
    const file = look(root, path);
    if (file === undefined && OTHERS.test(name))
      throw notSimulated(`le paramètre du noyau « ${name} » n’est pas simulé.`);
    if (file === undefined)
      throw systemError(
        `${before}open sysctl ${name} file: unsafe procfs detected: openat2 fsmount:fscontext:proc/.${path.slice(5)}: no such file or directory`,
      );
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
