import type { HostConfig, MountRequest } from '../container/config.ts';
import { invalidParameter, systemError } from '../errors.ts';

/** A mount as it was asked for, by `-v`, `--mount` or `--tmpfs`. */
export interface MountSpec {
  readonly type: 'bind' | 'volume' | 'tmpfs';
  readonly source: string;
  readonly target: string;
  readonly mode: string;
  readonly readOnly: boolean;
  /** A volume that is empty takes over what the image has there. */
  readonly copy: boolean;
  readonly propagation: string;
  /** Make what is missing of a bind's source: `-v` does, `--mount` does not. */
  readonly createSource: boolean;
  readonly request?: MountRequest;
}

const PROPAGATION = ['private', 'rprivate', 'slave', 'rslave', 'shared', 'rshared'];
const CONSISTENCY = ['consistent', 'cached', 'delegated'];
/** Of each of these a mode may have one (moby/volume/mounts/linux_parser.go). */
const MODE_WORDS = [['rw', 'ro'], ['z', 'Z'], PROPAGATION, ['nocopy'], CONSISTENCY];

/** Throws unless `mode` is one that `-v` takes. */
export function checkMode(mode: string): void {
  if (!isMode(mode)) throw systemError(`invalid mode: ${mode}`);
}

function isMode(mode: string): boolean {
  const words = mode.split(',');
  const known = words.every((word) => MODE_WORDS.some((kind) => kind.includes(word)));
  return known && MODE_WORDS.every((kind) => words.filter((word) => kind.includes(word)).length < 2);
}

const modeWords = (mode: string) => {
  const words = mode.split(',');
  return {
    readOnly: words.includes('ro'),
    copy: !words.includes('nocopy'),
    propagation: words.find((word) => PROPAGATION.includes(word)) ?? '',
  };
};

const invalidSpec = (raw: string) => systemError(`invalid volume specification: '${raw}'`);

/** `-v`: SOURCE:TARGET[:MODE], or a target alone (moby's ParseMountRaw). */
function parseBind(raw: string): MountSpec {
  const [first = '', second, mode, ...rest] = raw.split(':');
  if (first === '' || rest.length > 0) throw invalidSpec(raw);
  if (second !== undefined && mode === undefined && isMode(second)) throw invalidSpec(raw);
  if (mode !== undefined) checkMode(mode);
  const [source, target] = second === undefined ? ['', first] : [first, second];
  const type = source.startsWith('/') ? 'bind' : 'volume';
  const spec = { type, source, target, mode: mode ?? '', ...modeWords(mode ?? ''), createSource: true } as const;
  try {
    checkTarget(spec.type, target);
  } catch (error) {
    throw systemError(`${invalidSpec(raw).message}: ${(error as Error).message}`);
  }
  return spec;
}

const invalidConfig = (type: string, why: string) =>
  invalidParameter(`invalid mount config for type "${type}": ${why}`);

const notAbsolute = (path: string): string => `invalid mount path: '${path}' mount path must be absolute`;

function checkTarget(type: string, target: string): void {
  if (target === '') throw invalidConfig(type, 'field Target must not be empty');
  if (clean(target) === '/') throw invalidConfig(type, "invalid specification: destination can't be '/'");
  if (!target.startsWith('/')) throw invalidConfig(type, notAbsolute(target));
}

/** A destination without what says nothing. */
export const clean = (path: string): string =>
  `/${path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/')}`;

/** `--mount` (moby's validateMountConfigImpl). */
function parseMount(request: MountRequest): MountSpec {
  const { Type: type = 'volume', Source: source = '', Target: target = '', ReadOnly: readOnly = false } = request;
  if (target === '') throw invalidConfig(type, 'field Target must not be empty');
  checkTarget(type, target);
  if (type !== 'bind' && type !== 'volume' && type !== 'tmpfs') throw invalidConfig(type, 'mount type unknown');
  if (type === 'bind') {
    if (source === '') throw invalidConfig(type, 'field Source must not be empty');
    const propagation = request.BindOptions?.Propagation;
    if (propagation && !PROPAGATION.includes(propagation))
      throw invalidConfig(type, `invalid propagation mode: ${propagation}`);
    if (request.VolumeOptions) throw invalidConfig(type, 'field VolumeOptions must not be specified');
    if (!source.startsWith('/')) throw invalidConfig(type, notAbsolute(source));
  } else if (request.BindOptions) throw invalidConfig(type, 'field BindOptions must not be specified');
  if (type === 'volume' && source === '' && readOnly) {
    throw invalidConfig(type, 'must not set ReadOnly mode when using anonymous volumes');
  }
  if (type === 'tmpfs' && source !== '') throw invalidConfig(type, 'field Source must not be specified');
  return {
    ...{ type, source, target, mode: type === 'volume' ? 'z' : '', readOnly, request },
    copy: !request.VolumeOptions?.NoCopy,
    propagation: request.BindOptions?.Propagation ?? '',
    createSource: request.BindOptions?.CreateMountpoint ?? false,
  };
}

/** All that a container asks for by `-v` and `--mount`. */
export const mountSpecs = ({ Binds, Mounts }: HostConfig): MountSpec[] => [
  ...(Binds ?? []).map(parseBind),
  ...(Mounts ?? []).map(parseMount),
];

/** Throws for a `--tmpfs` that no container can have. */
export function checkTmpfs({ Tmpfs }: HostConfig): void {
  for (const target of Object.keys(Tmpfs ?? {})) {
    if (clean(target) === '/') throw invalidParameter("invalid specification: destination can't be '/'");
    if (!target.startsWith('/')) throw invalidParameter(notAbsolute(target));
  }
}
