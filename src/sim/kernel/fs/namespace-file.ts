import type { Namespaces } from '../namespaces.ts';
import type { NamespaceKind } from '../syscalls.ts';
import { Inode } from './inode.ts';

/** As /proc/PID/ns names them, and where its members are kept here. */
export const NAMESPACE_KEYS: Readonly<Record<NamespaceKind, 'root' | 'net' | 'pid' | 'uts'>> = {
  ...{ mnt: 'root', net: 'net', pid: 'pid', uts: 'uts' },
};

/** What stands for a namespace in the tree (nsfs): an entry of /proc/PID/ns, or a file that one was mounted on. */
export class NamespaceFile extends Inode {
  readonly type = 'file';
  readonly size = 0;
  readonly kind: NamespaceKind;
  readonly #namespaces: () => Namespaces;

  constructor(kind: NamespaceKind, namespaces: () => Namespaces) {
    super(0o444);
    this.kind = kind;
    this.#namespaces = namespaces;
  }

  get namespaces(): Namespaces {
    return this.#namespaces();
  }
}
