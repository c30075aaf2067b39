import type { GraphDriver } from './container.ts';

/** One line of `GET /images/json`. `Created` is Unix time in seconds; −1 counts mean « not computed ». */
export interface ImageSummary {
  Containers: number;
  Created: number;
  Id: string;
  Labels: Record<string, string> | null;
  ParentId: string;
  RepoDigests: string[] | null;
  RepoTags: string[];
  SharedSize: number;
  Size: number;
}

/** The part of an image that its containers inherit (docker's image spec). */
interface ImageConfig {
  Cmd: string[] | null;
  Entrypoint: string[] | null;
  Env: string[] | null;
  ExposedPorts?: Record<string, object>;
  Labels: Record<string, string> | null;
  OnBuild: string[] | null;
  StopSignal?: string;
  User: string;
  Volumes: Record<string, object> | null;
  WorkingDir: string;
}

/** `GET /images/{name}/json`. */
export interface ImageInspect {
  Id: string;
  RepoTags: string[];
  RepoDigests: string[];
  Parent: string;
  Comment: string;
  Created: string;
  DockerVersion: string;
  Author: string;
  Architecture: string;
  Variant?: string;
  Os: string;
  Size: number;
  GraphDriver: GraphDriver;
  RootFS: { Type: string; Layers?: string[] };
  Metadata: { LastTagTime: string };
  Config: ImageConfig;
}

/** One step of `DELETE /images/{name}`. */
export interface ImageDeleteItem {
  Untagged?: string;
  Deleted?: string;
}

export interface ImagesPruneResponse {
  ImagesDeleted: ImageDeleteItem[] | null;
  SpaceReclaimed: number;
}

/** One JSON object of a progress stream (`POST /images/create`), moby's `jsonmessage.JSONMessage`. */
export interface JsonMessage {
  status?: string;
  progressDetail?: { current?: number; total?: number };
  progress?: string;
  id?: string;
  errorDetail?: { code?: number; message: string };
  error?: string;
}

/** One layer of `GET /images/{name}/history`. */
export interface ImageHistoryItem {
  Id: string;
  /** Unix time, seconds. */
  Created: number;
  CreatedBy: string;
  Tags: string[] | null;
  Size: number;
  Comment: string;
}

/** The query of `POST /commit`. */
export interface CommitOptions {
  repository: string;
  tag: string;
  comment: string;
  author: string;
  /** Dockerfile instructions. */
  changes: readonly string[];
}
