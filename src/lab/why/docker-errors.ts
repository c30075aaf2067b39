import type { Topology } from '../../sim/world.ts';
import { CONTAINER_ERRORS } from './container-errors.ts';
import type { Explanation } from './explanation.ts';
import { IMAGE_ERRORS } from './image-errors.ts';
import { NETWORK_ERRORS } from './network-errors.ts';
import { SHARING_ERRORS } from './sharing-errors.ts';

/** What the daemon prints, and what it means. */
export type KnownError = readonly [
  pattern: RegExp,
  explain: (found: readonly string[], topology: Topology) => Explanation,
];

/** The first that is found in the output counts. */
const ERRORS: readonly KnownError[] = [...SHARING_ERRORS, ...CONTAINER_ERRORS, ...NETWORK_ERRORS, ...IMAGE_ERRORS];

/** The lines by which the daemon, or the runtime below it, refuses; what other programs print may look alike. */
const REFUSAL = /^(?:(?:docker: )?Error response from daemon|OCI runtime exec failed): .*(?:\n.+)*/gm;

/** What an error that Docker printed means; undefined for those that say enough, or are not known. */
export function explainDockerError(printed: string, topology: Topology): Explanation | undefined {
  const output = (printed.replaceAll('\r', '').match(REFUSAL) ?? []).join('\n');
  for (const [pattern, explain] of ERRORS) {
    const found = pattern.exec(output);
    if (found) return explain(found, topology);
  }
  return undefined;
}
