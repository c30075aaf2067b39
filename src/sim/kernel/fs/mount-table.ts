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
  readonly #initial: () => Iterable<MountEntry>;
  #byTarget: Map<string, MountEntry> | undefined;

  /** @param initial asked once somebody wants to know */
  constructor(initial: () => Iterable<MountEntry>) {
    this.#initial = initial;
  }

  get #mounts(): Map<string, MountEntry> {
    this.#byTarget ??= new Map(Array.from(this.#initial(), (mount) => [mount.target, mount]));
    return this.#byTarget;
  }

  add(mount: MountEntry): void {
    this.#mounts.set(mount.target, mount);
  }

  remove(target: string): void {
    this.#mounts.delete(target);
  }

  has(target: string): boolean {
    return this.#mounts.has(target);
  }

  /** Is what a path (without links) leads to on a file system mounted to be read only? */
  isReadOnly(path: string): boolean {
    const mounts = this.#mounts;
    for (let at = path; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
      const mount = mounts.get(at);
      if (mount !== undefined) return isReadOnly(mount);
    }
    const root = mounts.get('/');
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
