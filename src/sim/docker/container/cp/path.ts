/** Go's filepath.Clean of a path on Linux. */
export function clean(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part === '..' && !path.startsWith('/')) parts.push(part);
    else if (part !== '' && part !== '.' && part !== '..') parts.push(part);
  }
  const joined = parts.join('/');
  return path.startsWith('/') ? `/${joined}` : joined || '.';
}

/** Says `/.` at its end, or nothing, which Go takes for `.`: the contents of a directory, not itself. */
const saysContents = (path: string): boolean => path === '' || path === '.' || path.endsWith('/.');

/** Can only be a directory: it ends in `/` or in `/.`. */
export const saysDirectory = (path: string): boolean => path.endsWith('/') || saysContents(path);

/** A path's directory and its last name, which is `.` where it ends in `/.` (moby/go-archive, SplitPathDirEntry). */
export function splitEntry(path: string): { directory: string; base: string } {
  const whole = clean(path);
  if (saysContents(path) && whole !== '.') return { directory: whole, base: '.' };
  const slash = whole.lastIndexOf('/');
  if (whole === '/') return { directory: '/', base: '/' };
  return slash < 0
    ? { directory: '.', base: whole }
    : { directory: whole.slice(0, slash) || '/', base: whole.slice(slash + 1) };
}

/** An absolute path below `cwd`, with the `/` or `/.` that it ends in (resolveLocalPath). */
export function absolutePath(path: string, cwd: string): string {
  const whole = clean(path.startsWith('/') ? path : `${cwd}/${path}`);
  if (saysContents(path)) return whole === '/' ? '/.' : `${whole}/.`;
  return path.endsWith('/') && whole !== '/' ? `${whole}/` : whole;
}

/** Container and path of `CONTAINER:PATH`; the container is empty for a local path (splitCpArg). */
export function splitArgument(text: string): { container: string; path: string } {
  const colon = text.indexOf(':');
  if (text.startsWith('/') || colon < 0 || text.slice(0, colon).startsWith('.')) return { container: '', path: text };
  return { container: text.slice(0, colon), path: text.slice(colon + 1) };
}
