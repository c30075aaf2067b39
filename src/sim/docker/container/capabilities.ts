const normalized = (name: string): string => {
  const upper = name.trim().toUpperCase();
  return upper.startsWith('CAP_') || upper === 'ALL' ? upper : `CAP_${upper}`;
};

/** Full names, each once; ALL stands for all others. */
const settled = (names: readonly string[]): string[] => {
  const full = [...new Set(names.map(normalized))].sort();
  return full.includes('ALL') ? ['ALL'] : full;
};

const orNull = (names: string[]): string[] | null => (names.length === 0 ? null : names);

/** `--cap-add` and `--cap-drop` as they are sent: what is added as well is not dropped (docker/cli opts/capabilities.go). */
export function effectiveCapabilities(
  add: readonly string[],
  drop: readonly string[],
): { CapAdd: string[] | null; CapDrop: string[] | null } {
  const added = settled(add);
  return { CapAdd: orNull(added), CapDrop: orNull(settled(drop).filter((name) => !added.includes(name))) };
}
