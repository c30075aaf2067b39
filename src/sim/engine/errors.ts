/** What sort of failure it is, in the words of moby's errdefs package; the API makes an HTTP status of it. */
export type ErrorKind =
  | 'InvalidParameter'
  | 'NotFound'
  | 'Conflict'
  | 'Forbidden'
  | 'NotModified'
  | 'Unavailable'
  | 'NotImplemented'
  | 'System';

/** A refused or failed call; `message` is what the client shows after «Error response from daemon: ». */
export class EngineError extends Error {
  readonly kind: ErrorKind;

  constructor(kind: ErrorKind, message: string) {
    super(message);
    this.name = 'EngineError';
    this.kind = kind;
  }
}

export const invalidParameter = (message: string): EngineError => new EngineError('InvalidParameter', message);
export const notFound = (message: string): EngineError => new EngineError('NotFound', message);
export const conflict = (message: string): EngineError => new EngineError('Conflict', message);
export const forbidden = (message: string): EngineError => new EngineError('Forbidden', message);
export const notModified = (message: string): EngineError => new EngineError('NotModified', message);
export const systemError = (message: string): EngineError => new EngineError('System', message);

/** Nobody has registered a driver of that name. Who asks for it waits for a plugin first. */
export class PluginNotFound extends EngineError {
  constructor(name: string) {
    super('NotFound', `plugin "${name}" not found`);
  }
}

/** A real option that this simulation lacks: said in French, in words that nobody takes for Docker's. */
export const notSimulated = (what: string): EngineError =>
  new EngineError('NotImplemented', `Passerelle (simulation) : ${what}`);

/** Does `action`; what it refuses fails as `kind`, whatever it was. */
export function failingAs<T>(kind: ErrorKind, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw error instanceof EngineError ? new EngineError(kind, error.message) : error;
  }
}

/** The same failure with words put before its message, as Go's `fmt.Errorf("…: %w", err)`. */
export function wrapped(error: unknown, before: string): unknown {
  if (!(error instanceof EngineError)) return error;
  return new EngineError(error.kind, `${before}: ${error.message}`);
}
