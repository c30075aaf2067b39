import { Errno } from '../errno.ts';
import { Directory, type Inode, type Viewer } from './inode.ts';

/** The entries of a {@link GeneratedDirectory}: names, and how each is made. */
export type Entries = readonly (readonly [string, () => Inode])[];

/** A directory whose entries are made when they are asked for. */
export class GeneratedDirectory extends Directory {
  readonly #list: (viewer: Viewer) => Entries;

  constructor(list: (viewer: Viewer) => Entries) {
    super([], 0o555);
    this.#list = list;
  }

  override lookup(name: string, viewer: Viewer = { pid: 0 }): Inode | undefined {
    return this.#list(viewer).find(([entry]) => entry === name)?.[1]();
  }

  override names(viewer: Viewer = { pid: 0 }): readonly string[] {
    return this.#list(viewer).map(([name]) => name);
  }

  override link(): void {
    throw new Errno('EPERM');
  }
}
