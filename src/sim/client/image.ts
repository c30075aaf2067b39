import type {
  CommitOptions,
  ImageDeleteItem,
  ImageHistoryItem,
  ImageInspect,
  ImageSummary,
  ImagesPruneResponse,
  JsonMessage,
} from '../api/types/image.ts';
import type { Task } from '../kernel/task.ts';
import { type JsonStream, jsonStream } from './json-stream.ts';
import { type FilterArgs, filtersParameter, trimId } from './target.ts';
import type { Transport } from './transport.ts';

/** docker/client's image_*.go. */
export const imageClient = (transport: Transport) => ({
  imageList(options: { all?: boolean; filters?: FilterArgs } = {}): Task<ImageSummary[]> {
    const query = { all: options.all || undefined, filters: filtersParameter(options.filters) };
    return transport.json('GET', '/images/json', { query });
  },

  imageInspect(id: string): Task<ImageInspect> {
    return transport.json('GET', `/images/${trimId('image', id)}/json`);
  },

  /** `image` without its tag, `tag` a tag or a digest; the messages are the pull's progress. */
  *imagePull(image: string, tag: string, options: { platform?: string } = {}): Task<JsonStream<JsonMessage>> {
    const query = { fromImage: image, tag: tag || undefined, platform: options.platform || undefined };
    return jsonStream<JsonMessage>(yield* transport.open('POST', '/images/create', { query }));
  },

  imageHistory(id: string): Task<ImageHistoryItem[]> {
    return transport.json('GET', `/images/${trimId('image', id)}/history`);
  },

  /** `docker commit`; answers with the new image's id. */
  containerCommit(container: string, options: CommitOptions & { pause: boolean }): Task<{ Id: string }> {
    const query = {
      container,
      repo: options.repository || undefined,
      tag: options.tag || undefined,
      comment: options.comment || undefined,
      author: options.author || undefined,
      changes: options.changes,
      pause: options.pause ? undefined : '0',
    };
    return transport.json('POST', '/commit', { query });
  },

  imageRemove(id: string, options: { force?: boolean; pruneChildren?: boolean } = {}): Task<ImageDeleteItem[]> {
    const query = { force: options.force || undefined, noprune: options.pruneChildren ? undefined : (true as const) };
    return transport.json('DELETE', `/images/${id}`, { query });
  },

  *imageTag(source: string, repository: string, tag: string): Task<void> {
    yield* transport.bytes('POST', `/images/${source}/tag`, { query: { repo: repository, tag: tag || undefined } });
  },

  imagesPrune(filters: FilterArgs = {}): Task<ImagesPruneResponse> {
    return transport.json('POST', '/images/prune', { query: { filters: filtersParameter(filters) } });
  },
});
