/** Throws for a value of `--pull` that is none. */
export function checkPull(policy: string): void {
  if (!['always', 'missing', 'never', ''].includes(policy)) {
    throw new Error(`invalid pull option: '${policy}': must be one of "always", "missing" or "never"`);
  }
}
