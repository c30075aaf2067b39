import type { HostConfig } from '../../api/types/container-config.ts';
import { flagOf } from '../../command/flag.ts';
import { cut, parseCsv } from '../../command/list-flags.ts';

export type Mount = NonNullable<HostConfig['Mounts']>[number];

const BOOLEANS: Readonly<Record<string, boolean>> = { true: true, '1': true, false: false, '0': false };

function boolean(key: string, text: string): boolean {
  const value = BOOLEANS[text.toLowerCase()];
  if (value === undefined) throw new Error(`invalid value for ${key}: ${text}`);
  return value;
}

/** Fields that this simulation's mounts have no use for. */
const OTHERS = /^(consistency|bind-|volume-|image-|tmpfs-)/;

function field(key: string, value: string, text: string): Partial<Mount> {
  switch (key) {
    case 'type':
      return { Type: value.toLowerCase() as Mount['Type'] };
    case 'source':
    case 'src':
      return { Source: value };
    case 'target':
    case 'dst':
    case 'destination':
      return { Target: value };
    case 'readonly':
    case 'ro':
      return { ReadOnly: boolean(key, value) };
    default:
      if (OTHERS.test(key)) throw new Error(`cette simulation (Passerelle) ne gère pas encore « ${key} » dans --mount`);
      throw new Error(`unexpected key '${key}' in '${text}'`);
  }
}

/** `type=volume,source=data,target=/data[,readonly]` (docker/cli's opts.MountOpt). */
function parse(text: string): Mount {
  let mount: Mount = { Type: 'volume' };
  for (const part of parseCsv(text)) {
    const [name, value] = cut(part);
    const key = name.toLowerCase();
    if (part.includes('=')) mount = { ...mount, ...field(key, value, part) };
    else if (key === 'readonly' || key === 'ro') mount = { ...mount, ReadOnly: true };
    else throw new Error(`invalid field '${part}' must be a key=value pair`);
  }
  if (!mount.Type) throw new Error('type is required');
  if (!mount.Target) throw new Error('target is required');
  return mount;
}

export const mounts = flagOf<readonly Mount[]>(
  { name: 'mount', parse: (text, before) => [...before, parse(text)], shown: () => undefined },
  [],
);
