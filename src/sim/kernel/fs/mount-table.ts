/** One mount, a line of proc_mounts(5). */
export interface MountEntry {
  /** Device, or what stands in its place. */
  readonly source: string;
  /** An absolute path without links. */
  readonly target: string;
  readonly type: string;
  /** As `rw,nosuid,size=64k`. */
  readonly options: string;
}

const isReadOnly = ({ options }: MountEntry): boolean => options === 'ro' || options.startsWith('ro,');

/** What is mounted where in one mount namespace. The trees themselves are linked into the root; this says how they may be used. */
export class MountTable {
  readonly #mounts = new Map<string, MountEntry>();
  #anyReadOnly = false;

  constructor(mounts: Iterable<MountEntry> = []) {
    for (const mount of mounts) this.add(mount);
  }

  add(mount: MountEntry): void {
    this.#mounts.set(mount.target, mount);
    this.#anyReadOnly ||= isReadOnly(mount);
  }

  remove(target: string): void {
    this.#mounts.delete(target);
  }

  has(target: string): boolean {
    return this.#mounts.has(target);
  }

  /** Is what a path (without links) leads to on a file system mounted to be read only? */
  isReadOnly(path: string): boolean {
    if (!this.#anyReadOnly) return false;
    for (let at = path; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
      const mount = this.#mounts.get(at);
      if (mount !== undefined) return isReadOnly(mount);
    }
    const root = this.#mounts.get('/');
    return root !== undefined && isReadOnly(root);
  }

  /** /proc/mounts. */
  text(): string {
    const escaped = (word: string) =>
      word.replace(/[ \t\n\\]/g, (c) => `\\${c.charCodeAt(0).toString(8).padStart(3, '0')}`);
    return [...this.#mounts.values()]
      .map(({ source, target, type, options }) => `${escaped(source)} ${escaped(target)} ${type} ${options} 0 0\n`)
      .join('');
  }
}
