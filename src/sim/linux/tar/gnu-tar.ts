import { defineProgram, Failure } from '../call.ts';
import { modeString } from '../file-mode.ts';
import { strftime } from '../text/strftime.ts';
import { bundled, type Dialect, runTar } from './tar.ts';

const FAILED = 'Exiting with failure status due to previous errors';
const FATAL = 'Error is not recoverable: exiting now';

const dialect: Dialect = {
  record: 10_240,
  long({ type, mode, uid, gid, user, group, data, mtime, name, target }) {
    const kind = type === 'link' ? 'file' : type;
    const owner = `${user || uid}/${group || gid}`;
    const size = String(data.length).padStart(Math.max(0, 18 - owner.length));
    const arrow = type === 'symlink' ? ` -> ${target}` : '';
    return `${modeString({ type: kind, mode })} ${owner} ${size} ${strftime('%Y-%m-%d %H:%M', mtime * 1e6)} ${name}${arrow}`;
  },
  cannotOpen: (path, reason) => `${path}: Cannot open: ${reason}\ntar: ${FATAL}`,
  cannotRead: (path, reason) => `${path}: Cannot stat: ${reason}`,
  notFound: (name) => `${name}: Not found in archive`,
  noArchive: `This does not look like a tar archive\ntar: ${FAILED}`,
  atTheEnd: { packing: FAILED, unpacking: FAILED },
  leadingSlash: "Removing leading `/' from member names",
  badStatus: 2,
};

const HINT = "Try 'tar --help' or 'tar --usage' for more information.";

/** GNU tar. */
export const tar = defineProgram(
  {
    short: 'cxtf:vOC:zjJphPmZ',
    long: {
      create: 'c',
      extract: 'x',
      get: 'x',
      list: 't',
      file: 'f',
      verbose: 'v',
      'to-stdout': 'O',
      directory: 'C',
      gzip: 'z',
    },
    lacks: ['z', 'j', 'J', 'Z'],
    rewrite: (words) => bundled(words, 'fC'),
    *run(call) {
      const { options, sys, operands } = call;
      const modes = ['c', 'x', 't'].filter((mode) => options.has(mode));
      if (modes.length > 1)
        throw new Failure(
          `You may not specify more than one '-Acdtrux', '--delete' or  '--test-label' option\n${HINT}`,
          2,
        );
      if (modes.length === 0) {
        throw new Failure(`You must specify one of the '-Acdtrux', '--delete' or '--test-label' options\n${HINT}`, 2);
      }
      if (options.has('c') && operands.length === 0) {
        throw new Failure(`Cowardly refusing to create an empty archive\n${HINT}`, 2);
      }
      const where = options.has('c') ? 1 : 0;
      if (!options.has('f') && sys.isatty(where)) {
        const what = where === 1 ? 'write archive contents to' : 'read archive contents from';
        throw new Failure(`Refusing to ${what} terminal (missing -f option?)\ntar: ${FATAL}`, 2);
      }
      return yield* runTar(call, dialect);
    },
  },
  function* (sys, name, { text }) {
    yield* sys.write(2, `${name}: ${text}\n${HINT}\n`);
    return 64;
  },
);
