import { createDockerClient, type DockerClient } from '../client/docker-client.ts';
import { completionOf } from '../command/completion.ts';
import type { System } from '../kernel/syscalls.ts';
import type { Task } from '../kernel/task.ts';
import { root } from './root.ts';

type Source = (client: DockerClient) => Task<string[]>;

const containers = (status?: readonly string[]): Source =>
  function* (client) {
    const found = yield* client.containerList({ all: true, filters: status === undefined ? {} : { status } });
    return found.flatMap(({ Names }) => Names.map((name) => name.slice(1)).filter((name) => !name.includes('/')));
  };

/** What a declaration's `completes` may name. */
const SOURCES: Readonly<Record<string, Source>> = {
  container: containers(),
  running: containers(['running']),
  paused: containers(['paused']),
  stopped: containers(['created', 'exited']),
  *network(client) {
    return (yield* client.networkList()).map(({ Name }) => Name);
  },
  *image(client) {
    return (yield* client.imageList()).flatMap(({ RepoTags }) => RepoTags.map((tag) => tag.replace(/:latest$/, '')));
  },
  *volume(client) {
    return ((yield* client.volumeList()).Volumes ?? []).map(({ Name }) => Name);
  },
};

/**
 * What may stand for the word `words[index]` of a command line that begins with `docker`, sorted: commands, options, and names
 * asked of the engine. Nothing where the engine does not answer.
 */
export function* dockerCompleter(sys: System, words: readonly string[], index: number): Task<readonly string[]> {
  const completion = completionOf(root, words.slice(1, index + 1));
  if (completion.kind === 'words') return completion.words;
  const { noun, before, prefix, given } = completion;
  try {
    const names = (yield* SOURCES[noun]?.(createDockerClient(sys)) ?? none()) as string[];
    const fitting = names.filter((name) => name.startsWith(prefix) && !given.includes(name));
    return fitting.sort().map((name) => before + name);
  } catch {
    return [];
  }
}

function* none(): Task<string[]> {
  return [];
}
