import type { Task } from '../../kernel/task.ts';
import { type Call, defineProgram, Failure } from '../call.ts';
import { NotSimulated } from '../not-simulated.ts';
import { type HostEntry, lookUpHost } from '../resolver/host.ts';
import { orDie } from '../system-call.ts';

const USAGE = `Usage: hostname [-b] {hostname|-F file}         set host name (from file)
       hostname [-a|-A|-d|-f|-i|-I|-s|-y]       display formatted name
       hostname                                 display host name

       {yp,nis,}domainname {nisdomain|-F file}  set NIS domain name (from file)
       {yp,nis,}domainname                      display NIS domain name

       dnsdomainname                            display dns domain name

       hostname -V|--version|-h|--help          print info and exit

Program name:
       {yp,nis,}domainname=hostname -y
       dnsdomainname=hostname -d

Program options:
    -a, --alias            alias names
    -A, --all-fqdns        all long host names (FQDNs)
    -b, --boot             set default hostname if none available
    -d, --domain           DNS domain name
    -f, --fqdn, --long     long host name (FQDN)
    -F, --file             read host name or NIS domain name from given file
    -i, --ip-address       addresses for the host name
    -I, --all-ip-addresses all addresses for the host
    -s, --short            short host name
    -y, --yp, --nis        NIS/YP domain name

Description:
   This command can get or set the host name or the NIS domain name. You can
   also get the DNS domain or the FQDN (fully qualified domain name).
   Unless you are using bind or NIS for host lookups you can change the
   FQDN (Fully Qualified Domain Name) and the DNS domain name (which is
   part of the FQDN) in the /etc/hosts file.
`;

function* own({ sys }: Call): Task<HostEntry> {
  const found = yield* lookUpHost(sys, sys.hostname());
  if (typeof found !== 'string') return found;
  throw new Failure(found === 'again' ? 'Temporary failure in name resolution' : 'Name or service not known');
}

/** The addresses of all interfaces but lo, each with a blank behind it. */
const allAddresses = ({ sys: { netlink } }: Call): string =>
  netlink
    .addresses()
    .filter(({ scope }) => scope === 'global')
    .map(({ address }) => `${address} `)
    .join('');

function* shown(call: Call, key: string | undefined): Task<string> {
  const name = call.sys.hostname();
  if (key === undefined) return name;
  if (key === 's') return name.split('.')[0] ?? name;
  if (key === 'I') return allAddresses(call);
  const entry = yield* own(call);
  if (key === 'f') return entry.name;
  if (key === 'd') return entry.name.split('.').slice(1).join('.');
  return entry.addresses.map(({ address }) => address).join(' ');
}

/** hostname of Debian: shows or sets the machine's name. */
export const hostname = defineProgram(
  {
    short: 'aAdfbF:h?iIsVvy',
    long: { fqdn: 'f', long: 'f', short: 's', domain: 'd', 'ip-address': 'i', 'all-ip-addresses': 'I', help: 'h' },
    lacks: ['a', 'A', 'b', 'F', 'V', 'v', 'y', 'h'],
    *run(call) {
      const key = call.options.last('d', 'f', 'i', 'I', 's');
      const [name] = call.operands;
      if (name !== undefined && key !== undefined) throw new NotSimulated(`hostname -${key} ${name}`);
      if (name !== undefined) orDie('sethostname', () => call.sys.setHostname(name));
      else {
        const text = yield* shown(call, key);
        if (text !== '') yield* call.print(`${text}\n`);
      }
      return 0;
    },
  },
  function* (sys, name, { text }) {
    yield* sys.write(2, `${name}: ${text}\n${USAGE}`);
    return 255;
  },
);
