import { broadcastOf, maskToPrefix, networkOf, parseIpv4, prefixToMask } from '../../kernel/wire/address.ts';
import { Failure, Misuse } from '../call.ts';
import { NotSimulated } from '../not-simulated.ts';
import { applet } from './applet.ts';
import { wholeNumber } from './number.ts';

/** The mask that an address had by its class (RFC 791). */
function classPrefix(address: string): number {
  const first = Number(address.split('.')[0]);
  return first < 128 ? 8 : first < 192 ? 16 : 24;
}

/** ipcalc: what a network's address and mask lead to (networking/ipcalc.c). */
export const ipcalc = applet({
  short: 'bnmphs',
  long: { netmask: 'm', broadcast: 'b', network: 'n', prefix: 'p', hostname: 'h', silent: 's' },
  *run({ options, operands, ...call }) {
    const [text = '', mask] = operands;
    if (operands.length === 0 || operands.length > 2 || options.order.length === 0) throw new Misuse();
    if (options.has('h')) throw new NotSimulated('ipcalc -h');
    const [address = '', length] = text.split('/');
    if (parseIpv4(address) === undefined) throw new Failure(`bad IP address: ${address}`);
    const given = mask === undefined ? length : `${maskToPrefix(mask) ?? ''}`;
    if (given === '') throw new NotSimulated(`ipcalc ${text} ${mask}`);
    const prefix = given === undefined ? classPrefix(address) : wholeNumber(given, 0, 32);
    const facts: readonly (readonly [string, string])[] = [
      ['m', `NETMASK=${prefixToMask(prefix)}`],
      ['b', `BROADCAST=${broadcastOf(address, prefix)}`],
      ['n', `NETWORK=${networkOf(address, prefix)}`],
      ['p', `PREFIX=${prefix}`],
    ];
    const shown = facts.filter(([key]) => options.has(key)).map(([, fact]) => `${fact}\n`);
    yield* call.sys.write(1, shown.join(''));
    return 0;
  },
});
