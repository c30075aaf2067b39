import fc from 'fast-check';

/** What pcap-filter(7) is made of, without regard for order. */
const TOKENS =
  `host net port portrange src dst and or not ! && || ( ) ip ip6 tcp udp icmp icmp6 arp rarp ether vlan mpls pppoes geneve vxlan broadcast multicast
  less greater len proto protochain gateway inbound outbound ifindex mask byte sctp igmp type subtype link ppp lane llc
  10.9.0.1 172.17 1.2.3.4/33 10.0.0.0/8 300.1.1.1 ::1 fe80:: 02:42:ac:11:00:02 aa:bb aabb.ccdd.eeff $c1 80 53-80 80-53 http ssh domain nope 0 1 -1 65536 0x10 08 4294967296
  [ ] : & | ^ + - * / % << >> = == != < > <= >= ip[9] tcp[13]&2!=0 tcp[tcpflags] tcp-syn icmp-echo ether[0]&1 ip[0:2] ip[0:3] tcp[-1] @ # ' " \\ \\host`.split(
    /\s+/,
  );

/** Filters that mean something. */
const FILTERS = [
  ...[
    'host 172.17.0.2',
    'net 172.17',
    'net 10.0.0.0 mask 255.0.0.0',
    'src or dst port 80',
    'tcp port 80 and not src host 1.2.3.4',
  ],
  ...[
    'icmp[icmptype] = icmp-echo',
    'tcp[tcpflags] & (tcp-syn|tcp-ack) != 0',
    'ip[6:2] & 0x1fff = 0',
    'ether host 02:42:ac:11:00:02',
  ],
  ...[
    'arp or icmp or (udp and port 53)',
    'portrange 20-90',
    'less 100',
    'greater 100',
    'ip proto 17',
    'ip proto \\tcp',
    'ether proto 0x0806',
  ],
  ...[
    'vlan 5 and ip',
    'not arp',
    'ip6',
    'len > 60',
    'src net 172.17.0.0/16',
    'ether broadcast',
    'ip multicast',
    'dst port http',
  ],
  ...[
    '1 + 2 = 3',
    'ip[0] >> 4 = 4',
    'ip host 1.2.3.4 or 5.6.7.8',
    'tcp src port 80 or 90',
    'host 10.9.0.1 and (port 80 or port 90)',
  ],
];

const token = fc.constantFrom(...TOKENS);

const changed = fc
  .tuple(fc.constantFrom(...FILTERS), fc.array(fc.tuple(fc.nat(2), fc.nat(), token), { maxLength: 2 }))
  .map(([filter, edits]) =>
    edits
      .reduce(
        (words, [kind, at, word]) =>
          words.toSpliced(at % (words.length + 1), kind === 0 ? 0 : 1, ...(kind === 2 ? [] : [word])),
        filter.split(' '),
      )
      .join(' '),
  );

const words = (text: string): fc.Arbitrary<string> =>
  fc.constantFrom(...text.split(' ').map((word) => word.replaceAll('_', ' ')));

/** A primitive in the right order, though its parts need not fit each other. */
const primitive = fc
  .tuple(
    words(`_ _ _ ip tcp udp icmp arp ether ip6 sctp vlan link rarp`),
    words('_ _ _ src dst src_or_dst src_and_dst inbound'),
    words('_ host net port portrange proto protochain gateway broadcast multicast less greater mask'),
    words(
      `172.17.0.2 172.17 10.0.0.0/8 10.0.0.1/8 1.2.3.4/33 300.1.1.1 1.2.3.4.5 ::1 fe80::/10 ::1/129 02:42:ac:11:00:02 80 53 80-53 20-90 http ssh domain nope http-ssh
      tcp \\tcp \\udp \\ip \\arp 17 0x11 70000 08 4294967296 localhost _ _`.replace(/\s+/g, ' '),
    ),
  )
  .map((parts) => parts.filter((part) => part.trim() !== '').join(' '));

const accessor = fc
  .tuple(
    words('ip tcp udp icmp ether arp ip6 link vlan nope'),
    words('[0] [0:2] [2:4] [0:3] [9] [-1] [tcpflags] [13:1] [ip[0]] [icmptype] [1+1] [70000]'),
    words('_ &1 >>4 +1 /0 %0 <<40 *2 -1 ^1 |1'),
    words('= != < > <= >= == <>'),
    words('0 1 17 tcp-syn icmp-echo 0x45 len 1/0 4294967295 ip[0]'),
  )
  .map((parts) => parts.join(''));

const structured = fc
  .array(
    fc.tuple(
      words('_ _ _ not ( !'),
      fc.oneof(primitive, primitive, accessor),
      words('_ _ _ _ )'),
      words('and or and && || _'),
    ),
    {
      minLength: 1,
      maxLength: 3,
    },
  )
  .map((list) => list.map((parts, i) => (i === list.length - 1 ? parts.slice(0, 3) : parts).join(' ')).join(' '))
  .map((text) => text.replace(/\s+/g, ' ').trim());

const soup = fc.array(token, { maxLength: 6 }).map((words) => words.join(' '));

const noise = fc.string({ unit: fc.constantFrom(...'abz09 .:/[]()&|!<>=-\\$é\t'), maxLength: 12 });

export const anyFilter: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: structured },
  { weight: 3, arbitrary: changed },
  { weight: 1, arbitrary: soup },
  { weight: 1, arbitrary: noise },
);
