/** What `cat -v` makes of bytes: `^X` and `M-X`; tabs and newlines stay unless asked. */
export function visible(bytes: Uint8Array, { tabs, ends }: { tabs: boolean; ends: boolean }): string {
  let text = '';
  for (const byte of bytes) {
    if (byte === 10) text += ends ? '$\n' : '\n';
    else if (byte === 9) text += tabs ? '^I' : '\t';
    else text += (byte >= 128 ? 'M-' : '') + caret(byte & 127);
  }
  return text;
}

const caret = (byte: number): string =>
  byte < 32 ? `^${String.fromCharCode(byte + 64)}` : byte === 127 ? '^?' : String.fromCharCode(byte);
