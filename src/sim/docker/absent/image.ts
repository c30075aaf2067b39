import { DaemonError } from '../../client/errors.ts';
import { exactArgs, minArgs } from '../../command/argument-rules.ts';
import * as flag from '../../command/flags.ts';
import { STDIN } from '../cli.ts';
import { checkArchiveOutput } from '../container/cp/local.ts';
import { readFile } from '../swarm/content.ts';
import { absent } from './absent.ts';

export const importImage = absent(
  {
    name: 'import',
    usage: '[OPTIONS] file|URL|- [REPOSITORY[:TAG]]',
    short: 'Import the contents from a tarball to create a filesystem image',
    twins: ['import'],
    args: minArgs(1),
    flags: {
      change: flag.list('Apply Dockerfile instruction to the created image', { short: 'c' }),
      message: flag.string('Set commit message for imported image', { short: 'm' }),
      platform: flag.string('Set platform if server is multi-platform capable'),
    },
  },
  function* (cli, { args: [source = ''] }) {
    if (source !== '-' && !/^https?:\/\//.test(source)) yield* readFile(cli, source);
  },
);

export const load = absent(
  {
    name: 'load',
    usage: '[OPTIONS]',
    short: 'Load an image from a tar archive or STDIN',
    twins: ['load'],
    flags: {
      input: flag.string('Read from tar archive file, instead of STDIN', { short: 'i' }),
      platform: flag.string(
        'Load only the given platform variant. Formatted as "os[/arch[/variant]]" (e.g., "linux/amd64")',
      ),
      quiet: flag.bool('Suppress the load output', { short: 'q' }),
    },
  },
  function* (cli, { flags: { input } }) {
    if (input !== '') yield* readFile(cli, input);
    else if (cli.sys.isatty(STDIN)) throw new Error('requested load from stdin, but stdin is empty');
  },
);

export const push = absent({
  name: 'push',
  common: 6,
  usage: '[OPTIONS] NAME[:TAG]',
  short: 'Upload an image to a registry',
  twins: ['push'],
  args: exactArgs(1),
  flags: {
    'all-tags': flag.bool('Push all tags of an image to the repository', { short: 'a' }),
    'disable-content-trust': flag.bool('Skip image signing', { default: true }),
    platform: flag.string(
      "Push a platform-specific manifest as a single-platform image to the registry.\nImage index won't be pushed, meaning that other manifests, including attestations won't be preserved.\n'os[/arch[/variant]]': Explicit platform (eg. linux/amd64)",
    ),
    quiet: flag.bool('Suppress verbose output', { short: 'q' }),
  },
});

export const save = absent(
  {
    name: 'save',
    usage: '[OPTIONS] IMAGE [IMAGE...]',
    short: 'Save one or more images to a tar archive (streamed to STDOUT by default)',
    twins: ['save'],
    args: minArgs(1),
    flags: {
      output: flag.string('Write to a file, instead of STDOUT', { short: 'o' }),
      platform: flag.string(
        'Save only the given platform variant. Formatted as "os[/arch[/variant]]" (e.g., "linux/amd64")',
      ),
    },
  },
  function* (cli, { args, flags: { output } }) {
    checkArchiveOutput(cli, output, 'failed to save image');
    for (const name of args) {
      try {
        yield* cli.client.imageInspect(name);
      } catch (error) {
        if (!(error instanceof DaemonError) || error.status !== 404) throw error;
        throw new Error(`Error response from daemon: No such image: ${name}`);
      }
    }
  },
);
