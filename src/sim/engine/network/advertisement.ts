import { MILLISECOND, type Micros } from '../../kernel/clock.ts';
import { systemError } from '../errors.ts';

const MESSAGES = 'com.docker.network.advertise_addr_nmsgs';
const INTERVAL = 'com.docker.network.advertise_addr_ms';

/** How a new interface tells its neighbours of its addresses. */
export interface Advertisement {
  /** So many gratuitous ARP requests. */
  readonly messages: number;
  readonly interval: Micros;
}

const MOST_MESSAGES = 3;
const LEAST_INTERVAL = 100;
const MOST_INTERVAL = 2000;

const isInteger = (text: string): boolean => /^[+-]?\d+$/.test(text);

/** Throws what is wrong with a network's options (libnetwork/network_unix.go). */
export function advertisementOf(options: Readonly<Record<string, string>>): Advertisement {
  const errors: string[] = [];
  const { [MESSAGES]: messages = String(MOST_MESSAGES), [INTERVAL]: interval = '1000' } = options;
  if (!isInteger(messages)) errors.push(`value for option ${MESSAGES} ${JSON.stringify(messages)} must be an integer`);
  else if (Number(messages) < 0 || Number(messages) > MOST_MESSAGES) {
    errors.push(`${MESSAGES} must be in the range 0 to ${MOST_MESSAGES}`);
  }
  if (!isInteger(interval)) {
    errors.push(`value for option ${INTERVAL} ${JSON.stringify(interval)} must be integer milliseconds`);
  } else if (Number(interval) < LEAST_INTERVAL || Number(interval) > MOST_INTERVAL) {
    errors.push(`${INTERVAL} must be in the range ${LEAST_INTERVAL} to ${MOST_INTERVAL}`);
  }
  if (errors.length > 0) throw systemError(errors.join('\n'));
  return { messages: Number(messages), interval: Number(interval) * MILLISECOND };
}
