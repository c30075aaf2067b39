import { exactArgs } from '../../command/argument-rules.ts';
import * as flag from '../../command/flags.ts';
import { print, STDOUT, verb } from '../cli.ts';
import { canonicalString, parseReference, withDefaultTag } from '../image-reference.ts';
import { pullImage } from './pull-image.ts';

export const pull = verb({
  name: 'pull',
  usage: '[OPTIONS] NAME[:TAG|@DIGEST]',
  short: 'Download an image from a registry',
  twins: ['pull'],
  args: exactArgs(1),
  flags: {
    'all-tags': flag.bool('Download all tagged images in the repository', { short: 'a', simulated: false }),
    'disable-content-trust': flag.bool('Skip image verification', { default: true }),
    platform: flag.string('Set platform if server is multi-platform capable'),
    quiet: flag.bool('Suppress verbose output', { short: 'q' }),
  },
  common: 5,
  *run(cli, { args, flags }) {
    const named = parseReference(args[0] ?? '');
    const image = withDefaultTag(named);
    if (image !== named && !flags.quiet) yield* print(cli, `Using default tag: ${image.tag}\n`);
    yield* pullImage(cli, image, flags.quiet, { to: STDOUT, platform: flags.platform });
    yield* print(cli, `${canonicalString(image)}\n`);
    return 0;
  },
});
