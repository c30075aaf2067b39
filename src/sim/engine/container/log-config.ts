import { invalidParameter, notSimulated, systemError } from '../errors.ts';
import type { ContainerConfig, HostConfig } from './config.ts';

type LogConfig = HostConfig['LogConfig'];

/** The options that each driver takes (moby/daemon/logger, ValidateLogOpt). */
const FILE_OPTIONS = ['max-file', 'max-size', 'compress'];
const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  'json-file': [...FILE_OPTIONS, 'labels', 'labels-regex', 'env', 'env-regex', 'tag'],
  local: FILE_OPTIONS,
};

/** Real drivers that send the logs elsewhere. */
const REMOTE = ['awslogs', 'fluentd', 'gcplogs', 'gelf', 'journald', 'splunk', 'syslog'];

/** Throws for a driver or an option that is none. */
export function verifyLogConfig({ Type: driver, Config }: LogConfig): void {
  if (driver === 'none') return;
  if (REMOTE.includes(driver)) throw notSimulated(`le pilote de journaux « ${driver} » n’est pas simulé.`);
  const known = OPTIONS[driver || 'json-file'];
  if (known === undefined) {
    throw systemError(`error looking up logging plugin ${driver}: plugin "${driver}" not found`);
  }
  const wrong = Object.keys(Config ?? {}).find(
    (name) => !known.includes(name) && !['mode', 'max-buffer-size'].includes(name),
  );
  if (wrong !== undefined) throw invalidParameter(`unknown log opt '${wrong}' for ${driver || 'json-file'} log driver`);
}

/** How much of a log is kept: files of so many bytes each, so many of them. */
export interface LogLimits {
  readonly maxSize?: number;
  readonly maxFiles: number;
}

const UNITS: Readonly<Record<string, number>> = { '': 1, b: 1, k: 1000, m: 1000 ** 2, g: 1000 ** 3 };

/** Throws, at the container's start, for sizes that are none. */
export function logLimits({ Config }: LogConfig): LogLimits {
  const size = Config?.['max-size'];
  const files = Number(Config?.['max-file'] ?? 1);
  const failed = (why: string) =>
    systemError(`failed to create task for container: failed to initialize logging driver: ${why}`);
  if (!Number.isInteger(files)) {
    throw failed(`strconv.Atoi: parsing "${Config?.['max-file']}": invalid syntax`);
  }
  if (files < 1) throw failed('max-file cannot be less than 1');
  if (size === undefined) return { maxFiles: files };
  const parts = /^(\d+(?:\.\d+)?) ?([kmg]?)b?$/i.exec(size);
  if (parts === null) throw failed(`invalid size: '${size}'`);
  return { maxSize: Number(parts[1]) * (UNITS[(parts[2] ?? '').toLowerCase()] ?? 1), maxFiles: files };
}

/** What `docker logs --details` shows: the labels and variables that `--log-opt labels=…` and `env=…` name. */
export function logAttributes(
  { Config }: LogConfig,
  { Labels, Env }: ContainerConfig,
): Record<string, string> | undefined {
  const variables = Object.fromEntries(
    (Env ?? []).map((text) => [text.split('=')[0], text.slice(text.indexOf('=') + 1)]),
  );
  const named = (option: string, values: Readonly<Record<string, string | undefined>>) =>
    (Config?.[option] ?? '')
      .split(',')
      .flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]] as const]));
  const found = [...named('labels', Labels ?? {}), ...named('env', variables)];
  return found.length === 0 ? undefined : Object.fromEntries(found);
}
