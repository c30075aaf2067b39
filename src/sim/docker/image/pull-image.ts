import type { Task } from '../../kernel/task.ts';
import { type Cli, STDERR, type STDOUT } from '../cli.ts';
import { familiarName, type ImageReference } from '../image-reference.ts';

/** Asks the engine for an image and shows what it says of its progress; `to` is where. Throws what it refuses. */
export function* pullImage(
  cli: Cli,
  image: ImageReference,
  quiet: boolean,
  { to = STDERR, platform = '' }: { to?: typeof STDOUT | typeof STDERR; platform?: string } = {},
): Task<void> {
  const messages = yield* cli.client.imagePull(familiarName(image), image.digest ?? image.tag ?? '', { platform });
  try {
    for (let message = yield* messages.next(); message !== undefined; message = yield* messages.next()) {
      if (message.errorDetail !== undefined) throw new Error(message.errorDetail.message);
      if (message.error !== undefined) throw new Error(message.error);
      const { id, status = '' } = message;
      if (!quiet) yield* cli.sys.write(to, id === undefined ? `${status}\n` : `${id}: ${status}\n`);
    }
  } finally {
    messages.close();
  }
}
