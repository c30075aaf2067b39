import type { ContainerCreateRequest } from '../../api/types/container-config.ts';
import { DaemonError } from '../../client/errors.ts';
import type { Task } from '../../kernel/task.ts';
import { parsePlatform } from '../../platform.ts';
import { type Cli, printError } from '../cli.ts';
import { pullImage } from '../image/pull-image.ts';
import { familiarString, type ImageReference, parseReference, withDefaultTag } from '../image-reference.ts';
import { bytesOf } from '../ip-prefix.ts';
import { optionNotices } from '../simulated.ts';
import { ContainerIdFile } from './cidfile.ts';
import { creationFlags } from './creation-flags.ts';
import { ttySize } from './hijack.ts';

export const withHelp = (message: string, name: string): string =>
  `docker: ${message}\n\nRun 'docker ${name} --help' for more information`;

interface CreateOptions {
  readonly name: string;
  readonly pull: string;
  readonly quiet: boolean;
  readonly platform: string;
  readonly cidfile: string;
  /** The flags given. */
  readonly changed: ReadonlySet<string>;
}

/** The image's name; undefined where the text is an image's id. */
const imageName = (image: string): ImageReference | undefined =>
  /^(?:sha256:)?[a-f0-9]{64}$/.test(image) ? undefined : withDefaultTag(parseReference(image));

const isLoopback = (address: string): boolean => bytesOf(address)?.[0] === 127 || address === '::1';

function* warn(cli: Cli, warnings: readonly string[], dns: readonly string[]): Task<void> {
  const local = dns.find(isLoopback);
  const all = local === undefined ? warnings : [...warnings, `Localhost DNS (${local}) may fail in containers.`];
  for (const warning of all) yield* printError(cli, `WARNING: ${warning}\n`);
}

function specifiedPlatform(text: string): string {
  try {
    return parsePlatform(text);
  } catch (error) {
    throw new Error(`error parsing specified platform: ${error instanceof Error ? error.message : error}`);
  }
}

/** Creates the container, pulling its image where it must, and gives its id (docker/cli's createContainer). */
export function* createContainer(cli: Cli, request: ContainerCreateRequest, options: CreateOptions): Task<string> {
  const platform = specifiedPlatform(options.platform);
  const file = new ContainerIdFile(cli, options.cidfile);
  try {
    const id = yield* create(cli, request, { ...options, platform });
    yield* file.write(id);
    for (const notice of optionNotices(creationFlags, options.changed)) yield* printError(cli, `${notice}\n`);
    return id;
  } finally {
    file.close();
  }
}

function* create(cli: Cli, request: ContainerCreateRequest, options: CreateOptions): Task<string> {
  const image = imageName(request.Image ?? '');
  if (image !== undefined && options.pull === 'always')
    yield* pullImage(cli, image, options.quiet, { platform: options.platform });
  const body = { ...request, HostConfig: { ...request.HostConfig, ConsoleSize: ttySize(cli) } };
  const { name, platform } = options;
  const ask = () => cli.client.containerCreate(body, { name, platform });
  const dns = request.HostConfig?.Dns ?? [];
  try {
    const { Id, Warnings } = yield* ask();
    yield* warn(cli, Warnings, dns);
    return Id;
  } catch (error) {
    const missing = error instanceof DaemonError && error.status === 404 && options.pull === 'missing';
    if (!missing || image === undefined) throw error;
    if (!options.quiet) yield* printError(cli, `Unable to find image '${familiarString(image)}' locally\n`);
    yield* pullImage(cli, image, options.quiet, { platform: options.platform });
    const { Id, Warnings } = yield* ask();
    yield* warn(cli, Warnings, dns);
    return Id;
  }
}
