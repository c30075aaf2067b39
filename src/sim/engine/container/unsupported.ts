import { notSimulated } from '../errors.ts';
import type { CreateOptions, HostConfig } from './config.ts';

type Check = readonly [what: string, asked: (host: HostConfig) => boolean];

const some = (list: readonly unknown[] | null | undefined): boolean => (list ?? []).length > 0;

const filled = (record: object | null | undefined): boolean => Object.keys(record ?? {}).length > 0;

/** Real options whose effect would be missed: refused rather than ignored. */
const UNSUPPORTED: readonly Check[] = [
  ['la publication de ports SCTP', (host) => publishesSctp(host)],
  ['les montages en lecture seule', (host) => readOnlyMounts(host)],
  ['l’option --read-only', (host) => host.ReadonlyRootfs],
  ['l’option --volumes-from', (host) => some(host.VolumesFrom)],
  ['l’option --sysctl', (host) => filled(host.Sysctls)],
  ['l’option --pid', (host) => host.PidMode !== ''],
  ['l’option --uts', (host) => host.UTSMode !== ''],
  ['l’option --init', (host) => host.Init === true],
  ['l’option --device', (host) => some(host.Devices)],
  ['les pilotes de journaux autres que json-file', (host) => !['', 'json-file'].includes(host.LogConfig.Type)],
  ['les moteurs d’exécution autres que runc', (host) => !['', 'runc'].includes(host.Runtime)],
];

/** The kernel here has no SCTP. */
const publishesSctp = (host: HostConfig): boolean =>
  Object.keys(host.PortBindings ?? {}).some((port) => port.endsWith('/sctp'));

const readOnlyMounts = (host: HostConfig): boolean =>
  (host.Mounts ?? []).some((mount) => mount.ReadOnly) ||
  (host.Binds ?? []).some((bind) => (bind.split(':')[2] ?? '').split(',').includes('ro'));

/** Throws, in French, for what this simulation lacks. */
export function refuseUnsupported({ config, hostConfig }: CreateOptions): void {
  const test = config.Healthcheck?.Test ?? [];
  if (test.length > 0 && test[0] !== 'NONE') throw notSimulated('les vérifications de santé ne sont pas simulées.');
  const missing = UNSUPPORTED.find(([, asked]) => asked(hostConfig));
  if (missing !== undefined) throw notSimulated(`${missing[0]} : pas encore simulé.`);
}
