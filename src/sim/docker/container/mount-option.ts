import type { HostConfig } from '../../api/types/container-config.ts';
import { flagOf } from '../../command/flag.ts';
import { cut, parseCsv } from '../../command/list-flags.ts';
import { parseBytes } from '../../command/scalar-flags.ts';

export type Mount = NonNullable<HostConfig['Mounts']>[number];

const BOOLEANS: Readonly<Record<string, boolean>> = {
  true: true,
  '1': true,
  t: true,
  false: false,
  '0': false,
  f: false,
};

function boolean(key: string, text: string): boolean {
  const value = BOOLEANS[text.toLowerCase()];
  if (value === undefined) throw new Error(`invalid value for ${key}: ${text}`);
  return value;
}

/** May stand without a value. */
const SWITCHES = ['readonly', 'ro', 'volume-nocopy', 'bind-nonrecursive'];

const pair = (text: string): Record<string, string> => Object.fromEntries([cut(text)]);

type Setter = (mount: Mount, value: string, key: string) => Mount;

const source: Setter = (mount, Source) => ({ ...mount, Source });
const target: Setter = (mount, Target) => ({ ...mount, Target });
const readOnly: Setter = (mount, value, key) => ({ ...mount, ReadOnly: boolean(key, value) });

const bind = (mount: Mount, options: Mount['BindOptions']): Mount => ({
  ...mount,
  BindOptions: { ...mount.BindOptions, ...options },
});

const volume = (mount: Mount, options: Mount['VolumeOptions']): Mount => ({
  ...mount,
  VolumeOptions: { ...mount.VolumeOptions, ...options },
});

function tmpfsMode(mount: Mount, value: string, key: string): Mount {
  if (!/^[0-7]+$/.test(value)) throw new Error(`invalid value for ${key}: ${value}`);
  return { ...mount, TmpfsOptions: { ...mount.TmpfsOptions, Mode: Number.parseInt(value, 8) } };
}

const FIELDS: Readonly<Record<string, Setter>> = {
  type: (mount, value) => ({ ...mount, Type: value.toLowerCase() }),
  source,
  src: source,
  target,
  dst: target,
  destination: target,
  readonly: readOnly,
  ro: readOnly,
  consistency: (mount, value) => ({ ...mount, Consistency: value.toLowerCase() }),
  'bind-propagation': (mount, value) => bind(mount, { Propagation: value.toLowerCase() }),
  'bind-nonrecursive': (mount, value, key) => bind(mount, { NonRecursive: boolean(key, value) }),
  'volume-nocopy': (mount, value, key) => volume(mount, { NoCopy: boolean(key, value) }),
  'volume-label': (mount, value) => volume(mount, { Labels: { ...mount.VolumeOptions?.Labels, ...pair(value) } }),
  'volume-driver': (mount, Name) => volume(mount, { DriverConfig: { ...mount.VolumeOptions?.DriverConfig, Name } }),
  'volume-opt': (mount, value) => {
    const before = mount.VolumeOptions?.DriverConfig;
    return volume(mount, { DriverConfig: { ...before, Options: { ...before?.Options, ...pair(value) } } });
  },
  'tmpfs-size': (mount, value, key) => {
    try {
      return { ...mount, TmpfsOptions: { ...mount.TmpfsOptions, SizeBytes: parseBytes(value) } };
    } catch {
      throw new Error(`invalid value for ${key}: ${value}`);
    }
  },
  'tmpfs-mode': tmpfsMode,
};

/** Real ones that this simulation's mounts have no use for. */
const OTHERS = ['bind-recursive', 'volume-subpath', 'image-subpath'];

function withField(mount: Mount, part: string): Mount {
  const [name, value] = cut(part);
  const key = name.toLowerCase();
  const bare = !part.includes('=');
  if (bare && !SWITCHES.includes(key)) throw new Error(`invalid field '${part}' must be a key=value pair`);
  if (OTHERS.includes(key)) throw new Error(`cette simulation (Passerelle) ne gère pas encore « ${key} » dans --mount`);
  const set = FIELDS[key];
  if (set === undefined) throw new Error(`unexpected key '${key}' in '${part}'`);
  return set(mount, bare ? 'true' : value, key);
}

/** The fields of the one line; there is none in an empty text. */
function csvLine(text: string): string[] {
  if (text === '') throw new Error('EOF');
  return parseCsv(text);
}

/** `type=volume,source=data,target=/data[,readonly]` (docker/cli's opts.MountOpt). */
function parse(text: string): Mount {
  let mount: Mount = { Type: 'volume' };
  for (const part of csvLine(text)) mount = withField(mount, part);
  const { Type: type } = mount;
  if (!type) throw new Error('type is required');
  if (!mount.Target) throw new Error('target is required');
  for (const [kind, given] of [
    ['volume', mount.VolumeOptions],
    ['bind', mount.BindOptions],
    ['tmpfs', mount.TmpfsOptions],
  ] as const) {
    if (given && type !== kind) throw new Error(`cannot mix '${kind}-*' options with mount type '${type}'`);
  }
  return mount;
}

export const mounts = flagOf<readonly Mount[]>(
  { name: 'mount', parse: (text, before) => [...before, parse(text)], shown: () => undefined },
  [],
);
