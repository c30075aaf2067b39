const WHO: Readonly<Record<string, number>> = { u: 0o700, g: 0o070, o: 0o007, a: 0o777 };

/** The bits that `rwxXst` mean, for everybody. */
function bitsOf(letters: string, old: number, directory: boolean): number {
  let bits = 0;
  if (letters.includes('r')) bits |= 0o444;
  if (letters.includes('w')) bits |= 0o222;
  if (letters.includes('x') || (letters.includes('X') && (directory || (old & 0o111) !== 0))) bits |= 0o111;
  return bits;
}

const specialOf = (letters: string, who: number): number =>
  (letters.includes('t') ? 0o1000 : 0) |
  (letters.includes('s') ? (who & 0o700 ? 0o4000 : 0) | (who & 0o070 ? 0o2000 : 0) : 0);

/** A mode as chmod(1) takes it, applied to `old`: octal, or `u+x,go-w`. Undefined when it is none. */
export function changeMode(text: string, old: number, directory: boolean, umask = 0o022): number | undefined {
  if (/^[0-7]{1,4}$/.test(text)) return Number.parseInt(text, 8);
  let mode = old;
  for (const clause of text.split(',')) {
    const match = /^([ugoa]*)((?:[-+=][rwxXst]*)+)$/.exec(clause);
    if (match === null) return undefined;
    const [, names = '', actions = ''] = match;
    const who = names === '' ? 0o777 & ~umask : [...names].reduce((mask, name) => mask | (WHO[name] ?? 0), 0);
    for (const [, operator, letters = ''] of actions.matchAll(/([-+=])([rwxXst]*)/g)) {
      const bits = (bitsOf(letters, mode, directory) & who) | specialOf(letters, who);
      if (operator === '-') mode &= ~bits;
      else mode = (operator === '=' ? mode & ~who : mode) | bits;
    }
  }
  return mode;
}
