import { Errno } from './errno.ts';
import { Directory, type Inode, RegularFile } from './fs/inode.ts';
import { resolvePath } from './fs/path.ts';
import type { Namespaces } from './namespaces.ts';
import type { Program } from './syscalls.ts';

const decoder = new TextDecoder();

/** What is executed, and with which arguments: those of a `#!` line's interpreter where there is one. */
export interface Executable {
  readonly program: Program;
  readonly argv: readonly string[];
}

/** How deep `#!` interpreters may nest (BINPRM_MAX_RECURSION). */
const MAX_INTERPRETERS = 4;

/** Looks up what execve(2) would run. Throws `ENOENT`, `EACCES`, `ENOEXEC`, `ELOOP`. */
export function lookUpExecutable(
  namespaces: Pick<Namespaces, 'root'>,
  cwd: string,
  path: string,
  argv: readonly string[],
  depth = 0,
): Executable {
  const { inode } = resolvePath(namespaces.root, cwd, path, { pid: 0 });
  const file = executableFile(inode);
  if (file.program !== undefined) return { program: file.program, argv };
  const [line = ''] = decoder.decode(file.data.subarray(0, 256)).split('\n');
  if (!line.startsWith('#!')) throw new Errno('ENOEXEC');
  if (depth >= MAX_INTERPRETERS) throw new Errno('ELOOP');
  const [interpreter = '', ...rest] = line
    .slice(2)
    .trim()
    .split(/\s+(.*)/)
    .filter((part) => part !== '');
  return lookUpExecutable(namespaces, cwd, interpreter, [interpreter, ...rest, path, ...argv.slice(1)], depth + 1);
}

function executableFile(inode: Inode | undefined): RegularFile {
  if (inode === undefined) throw new Errno('ENOENT');
  if (inode instanceof Directory || !(inode instanceof RegularFile) || (inode.mode & 0o111) === 0)
    throw new Errno('EACCES');
  return inode;
}
