import type { EngineError, ErrorKind } from './backend.ts';

const STATUS: Readonly<Record<ErrorKind, number>> = {
  NotFound: 404,
  InvalidParameter: 400,
  Conflict: 409,
  Unauthorized: 401,
  Unavailable: 503,
  Forbidden: 403,
  NotModified: 304,
  NotImplemented: 501,
  System: 500,
};

/** What the API itself refuses before it asks the engine. */
export class ApiError extends Error implements EngineError {
  readonly kind: ErrorKind;

  constructor(kind: ErrorKind, message: string) {
    super(message);
    this.name = 'ApiError';
    this.kind = kind;
  }
}

export const invalidParameter = (message: string): ApiError => new ApiError('InvalidParameter', message);

export const isEngineError = (error: unknown): error is EngineError =>
  error instanceof Error && 'kind' in error && typeof error.kind === 'string' && error.kind in STATUS;

/** moby's httpstatus.FromError: what is not of errdefs is the engine's own fault. */
export const statusOf = (error: unknown): number => (isEngineError(error) ? STATUS[error.kind] : 500);

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
