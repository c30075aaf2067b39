import { CAPABILITIES } from '../../kernel/capabilities.ts';

/** What processes of a container may do by default (moby/oci/caps). */
const DEFAULT = [
  'CAP_CHOWN',
  'CAP_DAC_OVERRIDE',
  'CAP_FSETID',
  'CAP_FOWNER',
  'CAP_MKNOD',
  'CAP_NET_RAW',
  'CAP_SETGID',
  'CAP_SETUID',
  'CAP_SETFCAP',
  'CAP_SETPCAP',
  'CAP_NET_BIND_SERVICE',
  'CAP_SYS_CHROOT',
  'CAP_KILL',
  'CAP_AUDIT_WRITE',
];

const normalized = (name: string): string => {
  const upper = name.toUpperCase();
  return upper.startsWith('CAP_') || upper === 'ALL' ? upper : `CAP_${upper}`;
};

const DEFAULT_SET: ReadonlySet<string> = new Set(DEFAULT);

export interface CapabilityOptions {
  readonly Privileged: boolean;
  readonly CapAdd: readonly string[] | null;
  readonly CapDrop: readonly string[] | null;
}

/** Those that are none; `docker run` refuses them. */
export function unknownCapability(options: CapabilityOptions): { field: string; name: string } | undefined {
  for (const field of ['CapAdd', 'CapDrop'] as const) {
    const names = (options[field] ?? []).map(normalized);
    const name = names.find((name) => ![...CAPABILITIES, 'ALL'].includes(name));
    if (name !== undefined) return { field, name };
  }
  return undefined;
}

/** The capabilities of a container's processes by `--cap-add`, `--cap-drop` and `--privileged` (oci/caps TweakCapabilities). */
export function containerCapabilities({ Privileged, CapAdd, CapDrop }: CapabilityOptions): ReadonlySet<string> {
  if (Privileged) return new Set(CAPABILITIES);
  if (!CapAdd?.length && !CapDrop?.length) return DEFAULT_SET;
  const added = (CapAdd ?? []).map(normalized);
  const dropped = (CapDrop ?? []).map(normalized);
  const base = added.includes('ALL') ? CAPABILITIES : dropped.includes('ALL') ? [] : DEFAULT;
  return new Set([...base.filter((name) => !dropped.includes(name)), ...added.filter((name) => name !== 'ALL')]);
}
