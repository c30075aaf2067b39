import type { ContainerPathStat } from '../../../api/types/container.ts';
import { DaemonError } from '../../../client/errors.ts';
import { exactArgs } from '../../../command/argument-rules.ts';
import * as flag from '../../../command/flags.ts';
import { humanSize } from '../../../command/units.ts';
import type { Task } from '../../../kernel/task.ts';
import type { TarEntry } from '../../../tar/entry.ts';
import { readToEnd } from '../../../tar/files.ts';
import { readTar } from '../../../tar/read.ts';
import { tarOf } from '../../../tar/write.ts';
import { type Cli, printError, STDIN, STDOUT, verb } from '../../cli.ts';
import { type CopyInfo, prepareCopy, renamed } from './copy.ts';
import { checkOutputPath, localDestination, localSource, readSource, unpack } from './local.ts';
import { absolutePath, clean, splitArgument, splitEntry } from './path.ts';

interface Options {
  readonly container: string;
  readonly archive: boolean;
  readonly followLink: boolean;
  readonly quiet: boolean;
}

const DIRECTORY = 2 ** 31;
const SYMLINK = 2 ** 27;

/** Go's os.FileMode: is this kind's bit set? Bit 31 makes it too large for JavaScript's `&`. */
const isKind = ({ mode }: ContainerPathStat, kind: number): boolean => Math.floor(mode / kind) % 2 === 1;

function* tellCopied(cli: Cli, { quiet }: Options, bytes: number, where: string): Task<void> {
  if (!quiet) yield* printError(cli, `Successfully copied ${humanSize(bytes, 3)} to ${where}\n`);
}

function* fromContainer(cli: Cli, source: string, destination: string, options: Options): Task<void> {
  const { sys, client } = cli;
  const toStdout = destination === '-';
  const local = toStdout ? '-' : absolutePath(destination, sys.cwd());
  if (!toStdout) checkOutputPath(sys, local);
  else if (sys.isatty(STDOUT)) throw new Error('cowardly refusing to copy to a terminal');
  const followed = options.followLink ? yield* follow(cli, options.container, source) : { path: source };
  const { stat, archive } = yield* client.copyFromContainer(options.container, followed.path);
  if (toStdout) {
    yield* sys.write(STDOUT, archive);
    return;
  }
  const info = { ...followed, exists: true, isDirectory: isKind(stat, DIRECTORY) };
  let copied = 0;
  try {
    const { directory, rename } = prepareCopy(info, localDestination(sys, local));
    const entries = renamedSource([...readTar(archive)], info);
    copied = archive.length;
    yield* unpack(sys, directory, rename === undefined ? entries : renamed(entries, rename));
  } finally {
    yield* tellCopied(cli, options, copied, local);
  }
}

/** A followed link's target goes by the link's name. */
const renamedSource = (entries: TarEntry[], { path, rebaseName }: CopyInfo): TarEntry[] =>
  rebaseName === undefined ? entries : renamed(entries, [splitEntry(path).base, rebaseName]);

function* follow(cli: Cli, container: string, path: string): Task<{ path: string; rebaseName?: string }> {
  const stat = yield* cli.client.containerStatPath(container, path);
  if (!isKind(stat, SYMLINK)) return { path };
  const renamed = splitEntry(path).base !== splitEntry(stat.linkTarget).base;
  return { path: stat.linkTarget, ...(renamed && { rebaseName: splitEntry(path).base }) };
}

/** Where a copy goes in a container; what cannot be seen is taken for not being there. */
function* containerDestination(cli: Cli, container: string, path: string): Task<CopyInfo> {
  try {
    let at = path;
    let stat = yield* cli.client.containerStatPath(container, at);
    if (isKind(stat, SYMLINK)) {
      at = clean(
        stat.linkTarget.startsWith('/') ? stat.linkTarget : `${splitEntry(path).directory}/${stat.linkTarget}`,
      );
      stat = yield* cli.client.containerStatPath(container, at);
    }
    return { path: at, exists: true, isDirectory: isKind(stat, DIRECTORY) };
  } catch (error) {
    if (error instanceof DaemonError) return { path, exists: false, isDirectory: false };
    throw error;
  }
}

function* toContainer(cli: Cli, source: string, destination: string, options: Options): Task<void> {
  const { sys, client } = cli;
  const { container } = options;
  const to = yield* containerDestination(cli, container, destination);
  const copy = { copyUidGid: options.archive };
  if (source === '-') {
    if (!to.isDirectory) throw new Error(`destination "${container}:${destination}" must be a directory`);
    const archive = yield* readToEnd(sys, STDIN);
    try {
      yield* client.copyToContainer(container, to.path, archive, copy);
    } finally {
      yield* tellCopied(cli, options, 0, `${container}:${to.path}`);
    }
    return;
  }
  const from = localSource(sys, absolutePath(source, sys.cwd()), options.followLink);
  const { directory, rename } = prepareCopy(from, to);
  const entries = yield* readSource(sys, from);
  const archive = tarOf(rename === undefined ? entries : renamed(entries, rename));
  try {
    yield* client.copyToContainer(container, directory, archive, copy);
  } finally {
    yield* tellCopied(cli, options, archive.length, `${container}:${to.path}`);
  }
}

export const cp = verb({
  name: 'cp',
  usage: '[OPTIONS] CONTAINER:SRC_PATH DEST_PATH|-\n\tdocker cp [OPTIONS] SRC_PATH|- CONTAINER:DEST_PATH',
  short: 'Copy files/folders between a container and the local filesystem',
  long: "Copy files/folders between a container and the local filesystem\n\nUse '-' as the source to read a tar archive from stdin\nand extract it to a directory destination in a container.\nUse '-' as the destination to stream a tar archive of a\ncontainer source to stdout.",
  twins: ['cp'],
  args: exactArgs(2),
  flags: {
    archive: flag.bool('Archive mode (copy all uid/gid information)', { short: 'a' }),
    'follow-link': flag.bool('Always follow symbol link in SRC_PATH', { short: 'L' }),
    quiet: flag.bool(
      'Suppress progress output during copy. Progress output is automatically suppressed if no terminal is attached',
      { short: 'q' },
    ),
  },
  *run(cli, { args: [source = '', destination = ''], flags, changed }) {
    if (source === '') throw new Error('source can not be empty');
    if (destination === '') throw new Error('destination can not be empty');
    const from = splitArgument(source);
    const to = splitArgument(destination);
    if (from.container !== '' && to.container !== '') throw new Error('copying between containers is not supported');
    const options = {
      container: from.container || to.container,
      archive: flags.archive,
      followLink: flags['follow-link'],
      quiet: changed.has('quiet') ? flags.quiet : !cli.sys.isatty(STDOUT),
    };
    if (from.container !== '') yield* fromContainer(cli, from.path, to.path, options);
    else if (to.container !== '') yield* toContainer(cli, from.path, to.path, options);
    else throw new Error('must specify at least one container source');
    return 0;
  },
});
