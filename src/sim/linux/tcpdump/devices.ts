import type { LinkInfo } from '../../kernel/netlink.ts';

/** One thing that can be captured on. */
export interface CaptureDevice {
  readonly name: string;
  readonly text: string;
}

function flagsOf({ flags }: LinkInfo): string {
  const up = flags.includes('UP');
  const running = flags.includes('RUNNING') || (up && flags.includes('LOOPBACK'));
  const connection = running ? 'Connected' : 'Disconnected';
  const list = [up && 'Up', up && running && 'Running', flags.includes('LOOPBACK') ? 'Loopback' : connection];
  return list.filter((flag) => flag !== false).join(', ');
}

/** get_figure_of_merit(): what is up and running comes first, `any` and lo after it, what is not then. */
function merit({ flags }: LinkInfo): number {
  if (!flags.includes('UP')) return 3;
  if (flags.includes('LOOPBACK')) return 1;
  return flags.includes('RUNNING') ? 0 : 2;
}

const PSEUDO: readonly (readonly [string, string])[] = [
  ['bluetooth-monitor', '(Bluetooth Linux Monitor) [Wireless]'],
  ['nflog', '(Linux netfilter log (NFLOG) interface) [none]'],
  ['nfqueue', '(Linux netfilter queue (NFQUEUE) interface) [none]'],
  ['dbus-system', '(D-Bus system bus) [none]'],
  ['dbus-session', '(D-Bus session bus) [none]'],
];

/** pcap_findalldevs(): in the order in which `-D` lists them, and the first is the one that is captured on. */
export function captureDevices(links: readonly LinkInfo[]): readonly CaptureDevice[] {
  const sorted = [...links].sort((a, b) => merit(a) - merit(b));
  const real = sorted.map((link) => ({ name: link.name, text: `[${flagsOf(link)}]`, merit: merit(link) }));
  const any = { name: 'any', text: '(Pseudo-device that captures on all interfaces) [Up, Running]', merit: 0.5 };
  return [...real, any]
    .sort((a, b) => a.merit - b.merit)
    .concat(PSEUDO.map(([name, text]) => ({ name, text, merit: 4 })));
}
