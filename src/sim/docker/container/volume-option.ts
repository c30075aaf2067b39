/** Joins a path that begins with `.` to `cwd`; others stay (docker/cli makes only those absolute). */
function absolute(path: string, cwd: string): string {
  if (!path.startsWith('.')) return path;
  const parts: string[] = [];
  for (const part of `${cwd}/${path}`.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

const refuse = (text: string, why: string): Error => new Error(`invalid spec: ${text}: ${why}`);

/** What stands between colons; one letter before a colon is taken for a drive of Windows. */
function sections(text: string): string[] {
  const found: string[] = [];
  for (const part of text.split(':')) {
    if (/^[a-zA-Z]$/.test(found.at(-1) ?? '')) found.push(`${found.pop()}:${part}`);
    else found.push(part);
  }
  return found;
}

function parts(text: string): readonly string[] {
  const all = sections(text);
  if (text === '') throw new Error('invalid empty volume spec');
  if (all.includes('')) throw refuse(text, 'empty section between colons');
  if (all.length > 3) throw refuse(text, 'too many colons');
  return all;
}

/** `--volume` values: those with a source are binds, the others anonymous volumes at a path (compose's volumespec.Parse). */
export function volumeOptions(
  texts: readonly string[],
  cwd: string,
): { binds: string[]; volumes: Record<string, object> } {
  const binds: string[] = [];
  const volumes: Record<string, object> = {};
  for (const text of new Set(texts)) {
    const [source = '', ...rest] = parts(text);
    if (rest.length === 0) volumes[text] = {};
    else binds.push([absolute(source, cwd), ...rest].join(':'));
  }
  return { binds, volumes };
}
