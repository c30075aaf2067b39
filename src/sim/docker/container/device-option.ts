import type { HostConfig } from '../../api/types/container-config.ts';
import { flagOf } from '../../command/flag.ts';
import { cut, parseCsv } from '../../command/list-flags.ts';

type Device = NonNullable<HostConfig['Devices']>[number];

/** `HOST[:CONTAINER][:rwm]` (docker/cli's parseLinuxDevice); the engine looks whether it is there. */
export function deviceMapping(text: string): Device {
  const [host = '', second, third, ...more] = text.split(':');
  if (more.length > 0) throw new Error(`invalid device specification: ${text}`);
  const isMode = (word: string | undefined): boolean => word !== undefined && /^(?!.*(.).*\1)[rwm]{1,3}$/.test(word);
  const inside = second === undefined || (third === undefined && isMode(second)) ? host : second;
  const mode = third ?? (isMode(second) ? second : undefined) ?? 'rwm';
  if (!isMode(mode)) throw new Error(`bad mode specified: ${mode}`);
  return { PathOnHost: host, PathInContainer: inside, CgroupPermissions: mode };
}

/** `all`, or how many (docker/cli's parseCount). */
function countOf(text: string): number {
  if (text === 'all') return -1;
  if (/^[+-]?\d+$/.test(text)) return Number(text);
  throw new Error(`invalid count (${text}): value must be either "all" or an integer: invalid syntax`);
}

interface DeviceRequest {
  Driver: string;
  Count: number;
  DeviceIDs: readonly string[] | null;
  Capabilities: readonly (readonly string[])[];
  Options: Readonly<Record<string, string>>;
}

/** `all`, `2`, `count=2,driver=x`, `"device=0,1"` (docker/cli's GpuOpts). */
function deviceRequest(text: string): DeviceRequest {
  if (text === '') throw new Error('EOF');
  const request: DeviceRequest = { Driver: '', Count: 0, DeviceIDs: null, Capabilities: [['gpu']], Options: {} };
  const seen = new Set<string>();
  for (const part of parseCsv(text)) {
    const [key, value] = part.includes('=') ? cut(part) : ['count', part];
    if (seen.has(key)) throw new Error(`gpu request key '${key}' can be specified only once`);
    seen.add(key);
    if (key === 'count') request.Count = countOf(value);
    else if (key === 'driver') request.Driver = value;
    else if (key === 'device') request.DeviceIDs = value.split(',');
    else if (key === 'capabilities') request.Capabilities = [[...value.split(','), 'gpu']];
    else if (key === 'options') request.Options = Object.fromEntries(parseCsv(value).map((option) => cut(option)));
    else throw new Error(`unexpected key '${key}' in '${part}'`);
  }
  if (!seen.has('count') && request.DeviceIDs === null) request.Count = 1;
  return request;
}

export const gpus = flagOf<readonly DeviceRequest[]>(
  { name: 'gpu-request', parse: (text, before) => [...before, deviceRequest(text)], shown: () => undefined },
  [],
);
