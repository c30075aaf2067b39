import { decodeFrame, decodePacket, type Exchange, type Hop, type Topology } from '../../sim/world.ts';
import type { ExchangeSummary, ShownHop } from '../protocol.ts';
import { Places } from './places.ts';
import { sentenceOf } from './sentences.ts';

const RELAYED =
  'docker-proxy a pris la connexion, et en ouvre une seconde vers le conteneur, dont il recopiera les octets. ';

/** All hops of an exchange, as the page shows them. */
export function shownHops({ hops, start }: Exchange, topology: Topology): ShownHop[] {
  const places = new Places(topology);
  return hops.map((hop) => shownHop(hop, start, places));
}

function shownHop({ event, back, table, relayed }: Hop, start: number, places: Places): ShownHop {
  const { machine, namespace, device, kind, time } = event;
  const frame = 'frame' in event ? event.frame : undefined;
  const packet = event.kind === 'neighbour-failed' ? event.packets[0] : 'packet' in event ? event.packet : undefined;
  const bytes = frame ?? packet;
  return {
    ...{ at: time - start, machine, namespace, kind, back },
    sentence: `${relayed ? RELAYED : ''}${sentenceOf(event, places)}`,
    layers: frame ? decodeFrame(frame) : packet ? decodePacket(packet) : [],
    ...(device !== undefined && { device }),
    ...(bytes && { bytes }),
    ...(table && { table }),
  };
}

export const summaryOf = ({ hops, ...exchange }: Exchange): ExchangeSummary => ({ ...exchange, hops: hops.length });
