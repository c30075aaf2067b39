import { exactArgs } from '../../command/argument-rules.ts';
import { verb } from '../cli.ts';
import { familiarName, parseReference, withDefaultTag } from '../image-reference.ts';

export const tag = verb({
  name: 'tag',
  usage: 'SOURCE_IMAGE[:TAG] TARGET_IMAGE[:TAG]',
  short: 'Create a tag TARGET_IMAGE that refers to SOURCE_IMAGE',
  twins: ['tag'],
  args: exactArgs(2),
  completes: ['image'],
  *run(cli, { args }) {
    const [source = '', target = ''] = args;
    const reference = withDefaultTag(parseReference(target));
    yield* cli.client.imageTag(source, familiarName(reference), reference.tag ?? '');
    return 0;
  },
});
