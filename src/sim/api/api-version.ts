/** The newest and oldest API versions served (moby api/common.go). */
export const DEFAULT_VERSION = '1.51';
export const MIN_VERSION = '1.24';

/** Is version `a` older than `b` (moby api/types/versions)? A part that is missing counts as 0. */
export const olderThan = (a: string, b: string): boolean => {
  const left = a.split('.').map(Number);
  const right = b.split('.').map(Number);
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
};
