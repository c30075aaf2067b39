/** One entry of a tar archive: its header, and a regular file's contents. */
export interface TarEntry {
  /** As in the archive: no leading slash; a directory's ends in one. */
  readonly name: string;
  readonly type: 'file' | 'directory' | 'symlink' | 'link' | 'char' | 'fifo';
  /** The permission bits. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** The owner's and the group's names, where whoever packed it looked them up; docker does not. */
  readonly user?: string;
  readonly group?: string;
  /** Seconds since 1970. */
  readonly mtime: number;
  /** Of a symbolic or hard link. */
  readonly target: string;
  readonly data: Uint8Array;
}

/** Type flags of the ustar header (pax(1)). */
export const TYPE_FLAGS = { file: '0', link: '1', symlink: '2', char: '3', directory: '5', fifo: '6' } as const;

/** Archives are made of blocks of this many bytes. */
export const BLOCK = 512;
