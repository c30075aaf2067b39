import { Failure, Misuse } from '../call.ts';
import { modeString } from '../file-mode.ts';
import { bundled, type Dialect, runTar } from '../tar/tar.ts';
import { strftime } from '../text/strftime.ts';
import { applet } from './applet.ts';

const dialect: Dialect = {
  record: 512,
  long({ type, mode, uid, gid, user, group, data, mtime, name, target }) {
    const kind = type === 'link' ? 'file' : type;
    const size = String(data.length).padStart(9);
    const arrow = type === 'symlink' ? ` -> ${target}` : '';
    return `${modeString({ type: kind, mode })} ${user || uid}/${group || gid} ${size} ${strftime('%Y-%m-%d %H:%M:%S', mtime * 1e6)} ${name}${arrow}`;
  },
  cannotOpen: (path, reason) => `can't open '${path}': ${reason}`,
  cannotRead: (path, reason) => `${path}: ${reason}`,
  notFound: (name) => `${name}: not found in archive`,
  leadingSlash: "removing leading '/' from member names",
  noArchive: 'short read',
  atTheEnd: { packing: 'error exit delayed from previous errors' },
  badStatus: 1,
};

/** tar: packs files into one, lists and unpacks them. */
export const tar = applet({
  short: 'cxtf:vOC:zjJaopkh',
  lacks: ['z', 'j', 'J'],
  rewrite: (words) => bundled(words, 'fC'),
  *run(call) {
    const { options, sys, operands } = call;
    if (!['c', 'x', 't'].some((mode) => options.has(mode))) throw new Misuse('');
    if (options.has('c') && operands.length === 0) throw new Failure('empty archive');
    if (options.has('c') && !options.has('f') && sys.isatty(1)) throw new Failure("can't write to terminal");
    return yield* runTar(call, dialect);
  },
});
