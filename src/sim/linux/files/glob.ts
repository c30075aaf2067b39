const SPECIAL = /[\\^$.*+?()[\]{}|/]/;

/** A pattern of fnmatch(3), as an expression for whole texts: `*` and `?` stand for slashes and first dots too. */
export function globRegex(pattern: string, flags = ''): RegExp {
  const source = pattern.replace(/\[[!^]?\]?[^\]]*\]|\\[\s\S]|[\s\S]/g, (piece) => {
    if (piece === '*') return '.*';
    if (piece === '?') return '.';
    if (piece.startsWith('[') && piece.length > 1)
      return piece
        .replace(/^\[!/, '[^')
        .replaceAll(/\\(?=.)/g, '\\\\')
        .replaceAll('[:digit:]', '0-9');
    const char = piece.length > 1 ? piece.slice(1) : piece;
    return SPECIAL.test(char) ? `\\${char}` : char;
  });
  return new RegExp(`^${source}$`, `s${flags}`);
}
