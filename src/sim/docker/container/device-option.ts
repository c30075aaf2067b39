import type { HostConfig } from '../../api/types/container-config.ts';
import { parseCsv } from '../../command/list-flags.ts';

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

/** `--gpus all`, `--gpus 2` (docker/cli's GpuOpts). */
export function deviceRequests(gpus: string): object[] | null {
  if (gpus === '') return null;
  const [count = ''] = parseCsv(gpus);
  const Count = count === 'all' ? -1 : Number(count.replace(/^count=/, ''));
  return [{ Driver: '', Count, DeviceIDs: null, Capabilities: [['gpu']], Options: {} }];
}
