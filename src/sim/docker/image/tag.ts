import { exactArgs } from '../../command/argument-rules.ts';
import { verb } from '../cli.ts';
import { familiarName, type ImageReference, parseReference, withDefaultTag } from '../image-reference.ts';

function named(text: string): ImageReference {
  try {
    return parseReference(text);
  } catch (error) {
    throw new Error(`Error parsing reference: "${text}" is not a valid repository/tag: ${(error as Error).message}`);
  }
}

export const tag = verb({
  name: 'tag',
  usage: 'SOURCE_IMAGE[:TAG] TARGET_IMAGE[:TAG]',
  short: 'Create a tag TARGET_IMAGE that refers to SOURCE_IMAGE',
  twins: ['tag'],
  args: exactArgs(2),
  interspersed: false,
  completes: ['image'],
  *run(cli, { args }) {
    const [source = '', target = ''] = args;
    named(source);
    const reference = withDefaultTag(named(target));
    yield* cli.client.imageTag(source, familiarName(reference), reference.tag ?? '');
    return 0;
  },
});
