import { Directory } from '../../kernel/fs/inode.ts';
import type { HealthConfig } from '../container/config.ts';

/** What containers inherit from their image: `Config` of the API, fields in Go's order. */
export interface ImageConfig {
  readonly Cmd: string[] | null;
  readonly Entrypoint: string[] | null;
  readonly Env: string[] | null;
  readonly ExposedPorts?: Record<string, object>;
  readonly Healthcheck?: HealthConfig;
  readonly Labels: Record<string, string> | null;
  readonly OnBuild: string[] | null;
  readonly Shell?: string[];
  readonly StopSignal?: string;
  readonly User: string;
  readonly Volumes: Record<string, object> | null;
  readonly WorkingDir: string;
}

/** An image as the world gives it to an engine. */
export interface Image {
  /** `sha256:` and 64 digits. */
  readonly id: string;
  /** The names that it has from the start, as `alpine:latest`. */
  readonly tags: readonly string[];
  /** RFC 3339 with nanoseconds. */
  readonly created: string;
  /** In bytes. */
  readonly size: number;
  readonly config: ImageConfig;
  /** `sha256:…` of each layer, the lowest first. */
  readonly layers: readonly string[];
  /** Of its top layer in the storage driver. */
  readonly layerId: string;
  /** The image that it was made from here, by `docker commit`. */
  readonly parent?: Image;
  readonly comment?: string;
  readonly author?: string;
  /** Of the engine that committed it. */
  readonly dockerVersion?: string;
  /** What made its top layer. */
  readonly createdBy?: string;
  /** A copy of its file tree, all inodes new. */
  createRoot(): Directory;
}

/** What a container stands on that names no image (`docker create` asks for one; the API does not). */
export const SCRATCH: Image = {
  id: '',
  tags: [],
  created: '',
  size: 0,
  config: {
    Cmd: null,
    Entrypoint: null,
    Env: null,
    Labels: null,
    OnBuild: null,
    User: '',
    Volumes: null,
    WorkingDir: '',
  },
  layers: [],
  layerId: '',
  createRoot: () => new Directory(),
};
