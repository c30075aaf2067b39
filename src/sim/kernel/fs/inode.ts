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

/** A regular file; `program` is what runs when it is executed. */
export class RegularFile extends Inode {
  readonly type = 'file';
  data: Uint8Array;
  readonly program: Program | undefined;

  constructor(data: Uint8Array, mode = 0o644, program?: Program) {
    super(mode);
    this.data = data;
    this.program = program;
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

export class Directory extends Inode {
  readonly type = 'directory';
  readonly size = 4096;
  readonly #entries: Map<string, Inode>;

  constructor(entries: Iterable<readonly [string, Inode]> = [], mode = 0o755) {
    super(mode);
    this.#entries = new Map(entries);
  }

  /** Its name, its own `.`, and the `..` of each directory in it. */
  override stat(inode = 0): Stat {
    const below = [...this.#entries.values()].filter((entry) => entry instanceof Directory);
    return { ...super.stat(inode), links: 2 + below.length };
  }

  lookup(name: string, _viewer?: Viewer): Inode | undefined {
    return this.#entries.get(name);
  }

  names(_viewer?: Viewer): readonly string[] {
    return [...this.#entries.keys()];
  }

  /** Adds or replaces an entry. */
  link(name: string, inode: Inode): void {
    this.#entries.set(name, inode);
  }

  unlink(name: string): void {
    this.#entries.delete(name);
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
