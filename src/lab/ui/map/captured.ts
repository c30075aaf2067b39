import type { CapturedInterface } from '../../protocol.ts';
import type { PictureNode } from './picture.ts';

/** The interfaces that a node has, or is: those whose frames can be captured. */
export function capturedOf(node: PictureNode): readonly CapturedInterface[] {
  const { machine } = node;
  // The trace calls a machine's own namespace by the machine's name.
  const own = (device: string): CapturedInterface => ({ machine, namespace: machine, device });
  switch (node.kind) {
    case 'machine':
      return node.of.interfaces.map(({ name }) => own(name));
    case 'interface':
      return [own(node.of.name)];
    case 'network':
      return node.interface === undefined ? [] : [own(node.interface.name)];
    case 'container': {
      const { namespace, interfaces } = node.of;
      return namespace === undefined ? [] : interfaces.map(({ name }) => ({ machine, namespace, device: name }));
    }
  }
}

/** A file's name for a capture: who has the interface, and its name. */
export const captureName = ({ machine, of: { name } }: PictureNode, device: string): string =>
  `${[...new Set([machine, name, device])].join('-')}.pcapng`;
