import type { ExecCreateRequest, ExecCreateResponse, ExecInspect, ExecStartRequest } from '../api/types/exec.ts';
import type { Task } from '../kernel/task.ts';
import type { AttachedStream } from './attached-stream.ts';
import { trimId } from './target.ts';
import type { Transport } from './transport.ts';

/** docker/client's container_exec.go. */
export const execClient = (transport: Transport) => ({
  containerExecCreate(container: string, request: ExecCreateRequest): Task<ExecCreateResponse> {
    return transport.json('POST', `/containers/${trimId('container', container)}/exec`, { body: request });
  },

  /** Runs it detached. */
  *containerExecStart(id: string, request: ExecStartRequest): Task<void> {
    yield* transport.bytes('POST', `/exec/${id}/start`, { body: request });
  },

  containerExecAttach(id: string, request: ExecStartRequest): Task<AttachedStream> {
    return transport.hijack(`/exec/${id}/start`, { body: request });
  },

  containerExecInspect(id: string): Task<ExecInspect> {
    return transport.json('GET', `/exec/${id}/json`);
  },

  *containerExecResize(id: string, height: number, width: number): Task<void> {
    yield* transport.bytes('POST', `/exec/${id}/resize`, { query: { h: height, w: width } });
  },
});
