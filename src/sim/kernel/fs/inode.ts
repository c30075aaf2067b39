import { Errno } from '../errno.ts';
import type { OpenFile } from '../file.ts';
import type { FileType, Program, Stat } from '../syscalls.ts';

/** What a file's owner, mode and times are; kinds of files add their contents. */
export abstract class Inode {
  abstract readonly type: FileType;
  mode: number;
  uid = 0;
  gid = 0;
  /** µs since 1970. */
  mtime = 0;
  links = 1;

  constructor(mode: number) {
    this.mode = mode;
  }

  abstract readonly size: number;
  /** Major and minor number, for devices. */
  readonly device?: readonly [number, number];

  /** `stat(2)`; the machine numbers the inode. */
  stat(inode = 0): Stat {
    const { type, mode, links, uid, gid, size, mtime, device } = this;
    return { type, inode, mode, links, uid, gid, size, mtime, ...(device && { device }) };
  }
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A regular file; `program` is what runs when it is executed. One that was given as a text is bytes once somebody reads them. */
export class RegularFile extends Inode {
  readonly type = 'file';
  #contents: Uint8Array | string;
  readonly program: Program | undefined;

  constructor(contents: Uint8Array | string, mode = 0o644, program?: Program) {
    super(mode);
    this.#contents = contents;
    this.program = program;
  }

  get data(): Uint8Array {
    if (typeof this.#contents === 'string') this.#contents = encoder.encode(this.#contents);
    return this.#contents;
  }

  set data(data: Uint8Array) {
    this.#contents = data;
  }

  get text(): string {
    return typeof this.#contents === 'string' ? this.#contents : decoder.decode(this.#contents);
  }

  set text(text: string) {
    this.#contents = text;
  }

  get size(): number {
    return this.data.length;
  }
}

export class Symlink extends Inode {
  readonly type = 'symlink';
  readonly target: string;

  constructor(target: string) {
    super(0o777);
    this.target = target;
  }

  get size(): number {
    return this.target.length;
  }
}

/** Who looks: what some of /proc's entries depend on. */
export interface Viewer {
  readonly pid: number;
}

/** What lies below a directory's own entries, as an image's files below a container's (overlayfs): made when asked for. */
export interface LowerLayer {
  readonly names: readonly string[];
  has(name: string): boolean;
  /** Makes an entry that it has, a new one each time. */
  make(name: string): Inode;
}

const NO_ENTRIES: ReadonlyMap<string, Inode> = new Map();
const NOTHING_GONE: ReadonlySet<string> = new Set();

export class Directory extends Inode {
  readonly type = 'directory';
  readonly size = 4096;
  readonly #lower: LowerLayer | undefined;
  /** Its own, and what was asked for of the lower layer. */
  #entries: Map<string, Inode> | undefined;
  /** What the lower layer has, and this directory no more (whiteouts). */
  #gone: Set<string> | undefined;

  constructor(entries: Iterable<readonly [string, Inode]> = [], mode = 0o755, lower?: LowerLayer) {
    super(mode);
    this.#lower = lower;
    for (const [name, inode] of entries) this.link(name, inode);
  }

  /** Its name, its own `.`, and the `..` of each directory in it. */
  override stat(inode = 0): Stat {
    const own = this.#ownNames.filter((name) => this.#own(name) instanceof Directory);
    return { ...super.stat(inode), links: 2 + own.length };
  }

  /** Is there an entry of this name? Unlike `lookup`, it makes none of the lower layer's. */
  has(name: string): boolean {
    return this.#entries?.has(name) === true || this.#shines(name);
  }

  lookup(name: string, _viewer?: Viewer): Inode | undefined {
    return this.#own(name);
  }

  names(_viewer?: Viewer): readonly string[] {
    return this.#ownNames;
  }

  #own(name: string): Inode | undefined {
    const there = this.#entries?.get(name);
    if (there !== undefined || !this.#shines(name)) return there;
    const made = this.#lower?.make(name);
    if (made !== undefined) this.link(name, made);
    return made;
  }

  /** Is it the lower layer's, and not gone? */
  #shines(name: string): boolean {
    return this.#lower?.has(name) === true && this.#gone?.has(name) !== true;
  }

  /** Those of the lower layer first, even where they are replaced: they were there first. */
  get #ownNames(): string[] {
    const gone = this.#gone ?? NOTHING_GONE;
    const lower = (this.#lower?.names ?? []).filter((name) => !gone.has(name));
    for (const name of (this.#entries ?? NO_ENTRIES).keys()) if (!this.#shines(name)) lower.push(name);
    return lower;
  }

  /** Adds or replaces an entry. */
  link(name: string, inode: Inode): void {
    this.#entries ??= new Map();
    this.#entries.set(name, inode);
  }

  unlink(name: string): void {
    this.#entries?.delete(name);
    if (!this.#shines(name)) return;
    this.#gone ??= new Set();
    this.#gone.add(name);
  }
}

/** A file made at each reading, as /proc's are. A `write` takes what is written to it. */
export class GeneratedFile extends Inode {
  readonly type = 'file';
  readonly size = 0;
  readonly text: (viewer: Viewer) => string;
  readonly write: (text: string, viewer: Viewer) => void;

  constructor(text: (viewer: Viewer) => string, write?: (text: string, viewer: Viewer) => void) {
    super(write === undefined ? 0o444 : 0o644);
    this.text = text;
    this.write =
      write ??
      (() => {
        throw new Errno('EACCES');
      });
  }
}

/** An entry of /proc/PID/fd: opening it gives the very file that the descriptor holds. */
export class DescriptorLink extends Inode {
  readonly type = 'file';
  readonly size = 64;
  readonly file: OpenFile;

  constructor(file: OpenFile) {
    super(0o700);
    this.file = file;
  }

  /** Links of /proc/PID/fd are followed to what the descriptor holds. */
  override stat(): Stat {
    return this.file.stat();
  }
}
