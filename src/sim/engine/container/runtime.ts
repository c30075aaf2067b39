import { isErrno } from '../../kernel/errno.ts';
import { Directory, RegularFile } from '../../kernel/fs/inode.ts';
import { resolvePath } from '../../kernel/fs/path.ts';
import type { Namespaces } from '../../kernel/namespaces.ts';
import type { Process } from '../../kernel/process.ts';
import type { Daemon } from '../daemon.ts';
import { EngineError } from '../errors.ts';
import { containerCapabilities } from './capabilities.ts';
import type { HostConfig } from './config.ts';
import { processEnvironment } from './environment.ts';
import type { ProcessStreams } from './process-streams.ts';
import { lookUpGroup, lookUpUser } from './user.ts';

/** runc's Go threads, which live in the container's namespace until the process takes over: the next process is the seventh. */
const RUNC_THREADS = 5;

/** What runc is told about a process. */
export interface ProcessSpec {
  readonly argv: readonly string[];
  readonly environment: readonly string[];
  readonly cwd: string;
  /** As `--user`. */
  readonly user: string;
  readonly namespaces: Namespaces;
  readonly streams: ProcessStreams;
  readonly hostConfig: Pick<HostConfig, 'Privileged' | 'CapAdd' | 'CapDrop' | 'GroupAdd'>;
}

/** A process that could not be started, and the status that it counts as having ended with: 126 or 127. */
export class StartFailure extends EngineError {
  readonly exitCode: number;

  constructor(message: string, exitCode: number) {
    super('InvalidParameter', message);
    this.exitCode = exitCode;
  }
}

/** Starts a process in a container's namespaces. Throws {@link StartFailure} with runc's words behind `before`. */
export function runProcess(daemon: Daemon, spec: ProcessSpec, before: string): Process {
  const { root } = spec.namespaces;
  const user = lookUpUser(root, spec.user);
  const additional = (spec.hostConfig.GroupAdd ?? []).map((group) => lookUpGroup(root, group));
  const environment = processEnvironment(spec.environment, user.home);
  const path = executableOf(spec, environment.get('PATH') ?? '', before);
  const { tty, files } = spec.streams;
  try {
    const process = daemon.machine.run({
      path,
      argv: spec.argv,
      env: environment,
      cwd: spec.cwd,
      uid: user.uid,
      gid: user.gid,
      groups: [user.gid, ...user.groups, ...additional],
      namespaces: spec.namespaces,
      files,
      capabilities: user.uid === 0 ? containerCapabilities(spec.hostConfig) : new Set<string>(),
      ...(tty && { terminal: tty }),
    });
    spec.namespaces.pid.skip(RUNC_THREADS);
    spec.streams.start(daemon.machine.scheduler);
    return process;
  } catch (error) {
    if (!isErrno(error)) throw error;
    throw new StartFailure(`${before}exec ${path}: ${error.message.toLowerCase()}`, 127);
  }
}

/** As {@link findExecutable}; runc has run in the namespace when it finds nothing. */
function executableOf(spec: ProcessSpec, path: string, before: string): string {
  try {
    return findExecutable(spec.namespaces.root, spec, path, before);
  } catch (error) {
    spec.namespaces.pid.skip(RUNC_THREADS + 1);
    throw error;
  }
}

type Found = 'executable' | 'missing' | 'directory' | 'denied';

function examine(root: Directory, cwd: string, path: string): Found {
  try {
    const { inode } = resolvePath(root, cwd, path, { pid: 0 });
    if (inode === undefined) return 'missing';
    if (inode instanceof Directory) return 'directory';
    return inode instanceof RegularFile && (inode.mode & 0o111) !== 0 ? 'executable' : 'denied';
  } catch (error) {
    if (isErrno(error)) return 'missing';
    throw error;
  }
}

/** Where the program is, as Go's exec.LookPath finds it; `before` and its words for what is none (moby/daemon/errors.go). */
function findExecutable(root: Directory, { argv, cwd }: ProcessSpec, path: string, before: string): string {
  const [name = ''] = argv;
  if (examine(root, '/', cwd) !== 'directory') {
    const text = `chdir to cwd ("${cwd}") set in config.json failed: no such file or directory`;
    throw new StartFailure(`${before}${text}`, 127);
  }
  const failure = (reason: string, exitCode: number) =>
    new StartFailure(`${before}exec: ${JSON.stringify(name)}: ${reason}`, exitCode);
  if (!name.includes('/')) {
    const candidates = path.split(':').map((directory) => `${directory || '.'}/${name}`);
    const found = candidates.find((candidate) => examine(root, cwd, candidate) === 'executable');
    if (found === undefined) throw failure('executable file not found in $PATH', 127);
    return found;
  }
  switch (examine(root, cwd, name)) {
    case 'missing':
      throw failure(`stat ${name}: no such file or directory`, 127);
    case 'directory':
      throw failure('is a directory: permission denied', 126);
    case 'denied':
      throw failure('permission denied', 126);
    default:
      return name;
  }
}
