import type { Inode } from '../../kernel/fs/inode.ts';
import type { Volume } from './volumes.ts';

/** Something mounted into a container (moby/volume/mounts). */
export interface Mount {
  readonly type: 'bind' | 'volume' | 'tmpfs';
  /** Of the volume. */
  readonly volume?: Volume;
  readonly source: string;
  readonly destination: string;
  readonly mode: string;
  readonly readOnly: boolean;
  readonly propagation: string;
  /** Of a tmpfs, as `size=65536,mode=700`. */
  readonly options?: string;
  /** What is found at the destination; a tmpfs is new at each start. */
  readonly inode?: Inode;
}

/** As the API writes it, fields in Go's order. */
export const inspectMount = ({ type, volume, source, destination, mode, readOnly, propagation }: Mount) => ({
  Type: type,
  ...(volume && { Name: volume.name }),
  Source: source,
  Destination: destination,
  ...(volume && { Driver: 'local' }),
  Mode: mode,
  RW: !readOnly,
  Propagation: type === 'bind' ? propagation || 'rprivate' : '',
});
