import type { ExchangeSummary } from '../../protocol.ts';
import type { Packets } from './packets.ts';

const KINDS: Readonly<Record<ExchangeSummary['kind'], string>> = {
  arp: 'ARP',
  ndp: 'NDP',
  ping: 'Ping',
  dns: 'DNS',
  tcp: 'TCP',
  udp: 'UDP',
  other: 'IP',
};
const OUTCOMES: Readonly<Record<ExchangeSummary['outcome'], string>> = {
  open: 'sans réponse encore',
  answered: 'répondu',
  failed: 'échoué',
};

/** Every exchange, the newest first; choosing one shows its way. */
export function ExchangeList({ packets }: { packets: Packets }) {
  const exchanges = packets.exchanges.value;
  if (exchanges.length === 0) return <p class="packets-none">Rien n’a encore voyagé. Essayez un ping.</p>;
  return (
    <ul class="exchange-list" aria-label="Échanges">
      {exchanges.toReversed().map((exchange) => (
        <li key={exchange.number}>
          <button type="button" data-outcome={exchange.outcome} onClick={() => packets.choose(exchange.number)}>
            <b>{KINDS[exchange.kind]}</b> {describe(exchange)}
            <span class="outcome">{OUTCOMES[exchange.outcome]}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

export const describe = ({ kind, from, to, name, relayed }: ExchangeSummary): string => {
  if (relayed !== undefined) return `${from} → ${to} → docker-proxy → ${relayed.to}`;
  if (name !== undefined) return `${name}, de ${from} à ${to}`;
  return kind === 'arp' || kind === 'ndp' ? `qui a ${to}, demande ${from}` : `${from} → ${to}`;
};
