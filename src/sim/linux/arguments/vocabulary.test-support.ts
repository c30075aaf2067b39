/** How a program is called: whole lines that mean something, and the words that may stand anywhere. */
export interface Vocabulary {
  readonly program: string;
  /** The Docker host's Debian, or a container's BusyBox. */
  readonly system: 'host' | 'container';
  readonly lines: readonly string[];
  readonly words: readonly string[];
}

const split = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');
const lines = (text: string): string[] => text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));

/** What stands for anything: addresses, names, numbers, right and wrong, and words of no meaning. */
export const VALUES = split(
  `10.9.0.1 10.9.0.7 10.9.0.254 10.9.0.0/24 10.9.0.1/24 172.17.0.1 172.17.0.0/16 10.9.0.300 1.2.3 1.2.3.4/33 0.0.0.0 0/0
  lo d0 docker0 nope eth0 veth0000000000000 0 1 -1 80 65536 99999999999 0x10 08 x y help -h --help -- - ! : a=b 02:42:00:00:00:09 02:42:zz`,
);

const NEIGHBOURS = `add 10.9.0.7 lladdr 02:42:00:00:00:09 dev d0`;

const IP_LINES = lines(`
  addr
  addr show dev d0
  addr add 10.9.1.1/24 dev d0
  addr add 10.9.1.1/24 brd + dev d0 label d0:1 scope link
  addr del 10.9.0.1/24 dev d0
  addr flush dev d0
  link show
  link set d0 down
  link set dev d0 mtu 1400
  link set d0 address 02:42:00:00:00:09 name d9
  link set d0 master docker0
  link set d0 nomaster
  link add br9 type bridge
  link add v9 type veth peer name v10
  link add link d0 name m9 type macvlan mode bridge
  link add link d0 name d0.5 type vlan id 5
  link del d0
  route
  route show table main
  route add 10.8.0.0/16 via 10.9.0.254 dev d0 metric 5
  route add default via 10.9.0.253 metric 9
  route replace 10.8.0.0/16 dev d0
  route del default
  route get 10.9.0.7
  route get 8.8.8.8 from 10.9.0.1
  route flush table 7
  route add blackhole 10.7.0.0/16
  rule
  rule add from 10.9.0.0/24 table 7 prio 100
  rule del prio 32766
  neigh
  neigh ${NEIGHBOURS}
  neigh del 10.9.0.7 dev d0
  neigh flush all
  netns list
  -br addr
  -j link
  -4 -o addr
  -s link show d0
  -d link show d0
`);

const IP_WORDS =
  split(`addr address link route rule neigh netns tunnel maddress show list add del delete change replace append flush get set
  dev via src metric table from to iif oif proto scope type name peer master nomaster up down mtu address txqueuelen promisc on off arp multicast
  alias brd + - label bridge veth macvlan vlan dummy id mode lladdr nud permanent reachable proxy default unicast blackhole unreachable
  prohibit throw main local all 7 prio fwmark lookup link host global kernel boot static -br -j -p -4 -6 -o -s -d -n -c -V -f inet -brief -json`);

export const VOCABULARIES: readonly Vocabulary[] = [
  { program: 'ip', system: 'host', lines: IP_LINES, words: IP_WORDS },
  { program: 'ip', system: 'container', lines: IP_LINES, words: IP_WORDS },
  {
    program: 'iptables',
    system: 'host',
    lines: lines(`
      -S
      -L -n -v --line-numbers
      -t nat -L POSTROUTING
      -N USER
      -A FORWARD -s 10.9.0.0/24 -d 172.17.0.1 -i d0 -o docker0 -p tcp -j ACCEPT
      -A INPUT -p tcp --dport 80 --sport 1024:65535 -j DROP
      -A INPUT -p tcp -m tcp --tcp-flags SYN,ACK SYN -j DROP
      -A INPUT -p udp -m multiport --dports 53,67:68 -j ACCEPT
      -A INPUT -p icmp --icmp-type echo-request -j REJECT --reject-with icmp-host-prohibited
      -A INPUT -m conntrack --ctstate NEW,ESTABLISHED -j ACCEPT
      -A INPUT -m state --state RELATED -j ACCEPT
      -A INPUT -m addrtype --dst-type LOCAL -j RETURN
      -A INPUT -m comment --comment hello -j ACCEPT
      -A INPUT -m limit --limit 5/min --limit-burst 3 -j LOG --log-prefix hi --log-level 4
      -A INPUT -m mac --mac-source 02:42:00:00:00:09 -j DROP
      -A INPUT -m iprange --src-range 10.9.0.1-10.9.0.9 -j DROP
      -A OUTPUT -m owner --uid-owner 0 -j ACCEPT
      -A INPUT -p tcp -m connlimit --connlimit-above 3 -j REJECT
      -A INPUT -m recent --name ssh --set
      -A INPUT -m mark --mark 1 -m ttl --ttl-lt 5 -m length --length 0:100 -j DROP
      -t nat -A PREROUTING -p tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80
      -t nat -A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE
      -t nat -A POSTROUTING -o d0 -j SNAT --to-source 10.9.0.1
      -t nat -A PREROUTING -p tcp -j REDIRECT --to-ports 80
      -t mangle -A PREROUTING -j MARK --set-mark 1
      -I INPUT 1 -j ACCEPT
      -D INPUT 1
      -D INPUT -j ACCEPT
      -R INPUT 1 -j DROP
      -C INPUT -j ACCEPT
      -P FORWARD DROP
      -F
      -X
      -Z
      -E USER OTHER
    `),
    words:
      split(`-A -I -D -R -C -N -X -F -Z -P -L -S -E -t -s -d -i -o -p -m -j -g -n -v -x -c -w -f -4 -6 --dport --sport --append --table
      --icmp-type --ctstate --state --comment --dst-type --src-type --to-destination --to-source --to-ports --reject-with --limit --mark
      --set-mark --dports --sports --ports --log-prefix --line-numbers --tcp-flags --syn INPUT FORWARD OUTPUT PREROUTING POSTROUTING USER filter nat raw mangle security
      ACCEPT DROP REJECT RETURN LOG DNAT SNAT MASQUERADE REDIRECT MARK tcp udp icmp all 47 sctp conntrack state multiport comment addrtype limit
      mac mark NEW ESTABLISHED LOCAL 80:90 90:80 ssh http 1-2 tcp-reset`),
  },
  {
    program: 'bridge',
    system: 'host',
    lines: lines(`
      link
      link show dev d0
      link set dev d0 cost 5
      link set dev d0 state 0
      link set dev d0 hairpin on learning off
      -d link
      fdb
      fdb show br docker0
      fdb show dev docker0
      fdb add 02:42:00:00:00:09 dev d0
      fdb add 02:42:00:00:00:09 dev docker0 self
      fdb append 02:42:00:00:00:09 dev d0 master
      fdb del 02:42:00:00:00:09 dev d0
      fdb replace 02:42:00:00:00:09 dev d0 static
      mdb
      mdb show dev docker0
      mdb add dev docker0 port d0 grp 239.1.1.1
      vlan
      vlan show
      vlan add dev d0 vid 5
      -j fdb
      -s link
    `),
    words:
      split(`link fdb mdb vlan monitor show list add del append replace get set dev br brport port grp master self static dynamic local permanent
      vlan vid vni dst via on off cost priority state guard hairpin fastleave root_block learning flood pvid untagged
      -j -p -s -d -o -t -n -c -V -br 239.1.1.1 forwarding disabled`),
  },
  {
    program: 'ss',
    system: 'host',
    lines: lines(`
      -tln
      -tan state established
      -uap
      -s
      -x
      -tn dst 10.9.0.1
      -tn sport = :80
      -o state listening
      -Htl
      -4 -l
      -ltn ( sport = :ssh or dport = :80 )
    `),
    words:
      split(`-t -u -l -a -n -p -e -i -m -o -s -H -4 -6 -0 -x -w -h -V -r -K -tlnp -E -f inet unix -A tcp udp,raw all state exclude listening established connected
      time-wait close synchronized bucket big dst src sport dport = == != eq neq ge le gt lt ( ) and or not && || :80 :http 10.9.0.1:80 *:80 dev`),
  },
  {
    program: 'arp',
    system: 'host',
    lines: lines(`
      -n
      -a
      -e
      -s 10.9.0.7 02:42:00:00:00:09
      -i d0 -s 10.9.0.7 02:42:00:00:00:09 temp
      -d 10.9.0.7
      -an -i d0
      -Ds 10.9.0.8 d0 pub
      -v 10.9.0.7
    `),
    words: split(
      '-a -n -e -v -d -s -i -H -A -D -f -V -h ether arcnet inet inet6 pub temp netmask dontpub trail 255.255.255.255 --verbose --device',
    ),
  },
  {
    program: 'arp',
    system: 'container',
    lines: lines(`
      -n
      -a
      -s 10.9.0.7 02:42:00:00:00:09
      -i d0 -s 10.9.0.7 02:42:00:00:00:09 temp
      -d 10.9.0.7
      -an -i d0
      -v -H ether -a 10.9.0.7
    `),
    words: split('-a -n -v -d -s -i -H -A -D -p -t ether inet pub temp netmask 255.255.255.255'),
  },
  ...(['host', 'container'] as const).map((system) => ({
    program: 'route',
    system,
    lines: lines(`
      -n
      -e
      -ee
      add default gw 10.9.0.253
      add -net 10.8.0.0 netmask 255.255.0.0 gw 10.9.0.254
      add -net 10.8.0.0/16 dev d0
      add -host 10.7.0.1 gw 10.9.0.254 metric 5
      add -net 10.6.0.0/16 reject
      del default
      del -net 10.9.0.0 netmask 255.255.255.0
      del -host 10.7.0.1
      -A inet -n
    `),
    words:
      split(`add del flush -n -e -ee -v -V -F -C -A -net -host -4 -6 inet inet6 default gw gateway netmask metric mss window irtt reject mod dyn reinstate dev
      255.255.255.0 255.0.255.0 10.8.0.0 10.8.0.5`),
  })),
  ...(['host', 'container'] as const).map((system) => ({
    program: 'ifconfig',
    system,
    lines: lines(`
      -a
      -s
      d0
      d0 up
      d0 down
      d0 10.9.3.1 netmask 255.255.255.0 broadcast 10.9.3.255
      d0 10.9.3.1/16 up
      d0 mtu 1400 txqueuelen 500
      d0 hw ether 02:42:00:00:00:09
      d0 promisc -arp allmulti
      d0:1 10.9.4.1
      lo 127.0.0.2
      d0 0.0.0.0
      d0 add 10.9.5.1/24
      d0 pointopoint 10.9.0.9
    `),
    words:
      split(`up down -a -s -v -V arp -arp promisc -promisc allmulti -allmulti multicast -multicast mtu netmask broadcast -broadcast pointopoint
      dstaddr hw ether metric txqueuelen add del tunnel irq mem_start io_addr media outfill keepalive dynamic trailers inet inet6 255.255.0.0 d0:1 default`),
  })),
  {
    program: 'ping',
    system: 'host',
    lines: lines(`
      -c 1 127.0.0.1
      -c 1 -s 100 10.9.0.1
      -c 2 -i 0.2 -q 10.9.0.1
      -c 1 -W 1 10.9.0.7
      -c 1 -t 5 -I d0 10.9.0.1
      -c 1 -w 1 8.8.8.8
      -M do -s 2000 -c 1 127.0.0.1
      -4 -n -c 1 127.0.0.1
      -p ff00 -c 1 127.0.0.1
    `),
    words:
      split(`-c -i -s -t -w -W -I -q -v -n -4 -6 -f -A -D -O -R -b -a -r -V -h -M -Q -S -m -l -p -T -U -H -e -C do want dont probe 0.2 0.0001 127.0.0.1 255.255.255.255
      224.0.0.1 1e3 tsonly`),
  },
  {
    program: 'ping',
    system: 'container',
    lines: lines(`
      -c 1 127.0.0.1
      -c 1 -s 100 10.9.0.1
      -c 1 -i 0.2 -q 10.9.0.1
      -c 1 -W 1 10.9.0.7
      -c 1 -t 5 -I d0 10.9.0.1
      -w 1 -A 10.9.0.1
      -c 1 -p ff -4 127.0.0.1
    `),
    words: split('-c -i -s -t -w -W -I -q -4 -6 -A -p -m -n ff 127.0.0.1 255.255.255.255 224.0.0.1 0.2'),
  },
  {
    program: 'nc',
    system: 'container',
    lines: lines(`
      127.0.0.1 80
      -w 1 10.9.0.1 80
      -w 1 127.0.0.1 -e cat
      -i 1 127.0.0.1 80
      -l -w 1
      -N 127.0.0.1 80
      -lp nope
    `),
    words: split('-l -ll -p -w -i -e -f -N -n -u -v -z -k -h 127.0.0.1 localhost http cat'),
  },
  {
    program: 'sysctl',
    system: 'host',
    lines: lines(`
      net.ipv4.ip_forward
      -n net.ipv4.ip_forward
      -w net.ipv4.ip_forward=1
      net.ipv4.icmp_echo_ignore_all=1
      -w net.ipv4.conf.d0.rp_filter=2
      net/ipv4/conf/all/forwarding
      -e net.nope
      -q -w net.ipv4.ip_default_ttl=70
      -b net.ipv4.ip_default_ttl
      -N net.ipv4.ip_forward
      -p /nope
      -p /etc/hosts
      -a -r ip_default_ttl
      net.ipv4.ping_group_range
    `),
    words:
      split(`-a -n -N -e -q -w -p -r -b -A -X -V -h -f -d --system --pattern --values --names net.ipv4.ip_forward=0 net.ipv4.ip_default_ttl=0 net.ipv4.ip_default_ttl=x
      net.ipv4.ip_forward net.ipv4.conf.d0.rp_filter net.ipv4.conf.nope.rp_filter net.nope=1 net.ipv4 net = =1 net.ipv4.ip_forward= net.ipv4.ip_local_port_range`),
  },
  {
    program: 'sysctl',
    system: 'container',
    lines: lines(`
      net.ipv4.ip_forward
      -n net.ipv4.ip_forward
      -w net.ipv4.ip_forward=1
      net.ipv4.icmp_echo_ignore_all=1
      net/ipv4/conf/all/forwarding
      -e net.nope
      -q -w net.ipv4.ip_default_ttl=70
      -p /nope
    `),
    words: split(
      `-n -e -q -w -p -A net.ipv4.ip_forward=0 net.ipv4.ip_default_ttl=0 net.ipv4.ip_default_ttl=x net.ipv4.ip_forward net.nope=1 = =1 net.ipv4.ip_forward=`,
    ),
  },
  {
    program: 'conntrack',
    system: 'host',
    lines: lines(`
      -L
      -L -p tcp
      -L -s 10.9.0.1 -o extended
      -C
      -S
      -F
      -D -p udp --dport 53
      -G -p tcp -s 10.9.0.1 -d 10.9.0.7 --sport 1 --dport 2
      -I -p tcp -s 10.9.0.1 -d 10.9.0.7 --sport 1 --dport 2 -t 30 --state SYN_SENT
      -L --src-nat
      -L -n
      -L -f ipv4
    `),
    words:
      split(`-L -G -D -I -U -E -F -C -S -p -s -d -r -q -t -f -o -n -g -j -m -e -z -u -V -h tcp udp icmp ipv4 ipv6 conntrack expect extended xml id timestamp
      --sport --dport --orig-port-src --reply-src --state --src-nat --dst-nat --mark ESTABLISHED SYN_SENT ASSURED UNREPLIED`),
  },
  {
    program: 'brctl',
    system: 'host',
    lines: lines(`
      show
      show docker0
      showmacs docker0
      showstp docker0
      addbr br9
      delbr docker0
      addif docker0 d0
      delif docker0 d0
      stp docker0 on
      setfd docker0 5
      sethello docker0 2
      setmaxage docker0 20
      setageing docker0 300
      setbridgeprio docker0 100
      setpathcost docker0 d0 5
      setportprio docker0 d0 5
      hairpin docker0 d0 on
    `),
    words: split(
      'show showmacs showstp addbr delbr addif delif stp setfd sethello setmaxage setageing setbridgeprio setpathcost setportprio hairpin on off yes no -V -h',
    ),
  },
  {
    program: 'jq',
    system: 'host',
    lines: lines(`
      -n 1+2
      -n [1,2]|map(.+1)
      -c -n {a:1,b:[2]}
      -r -n "a"
      .
      -e .a
      --arg x 1 -n $x
      --argjson y [1] -n $y
      -n --args $ARGS.positional a b
      -s .
      -R .
      -S -n {b:1,a:2}
      --tab -n [1]
      --indent 1 -n [1]
      -j -n 1,2
      -n -f /nope
      . /nope
    `),
    words:
      split(`-n -c -r -e -s -R -S -j -a -C -M -h -V -f -L --arg --argjson --args --jsonargs --slurpfile --rawfile --tab --indent --stream --seq --exit-status
      . .a .[ .[] .[0] "a" 1/0 {} [] {a} error empty null $x $__loc__ $ENV.HOME if then else end and or not ( ) | , + - * / // .. ..a ?  as reduce foreach try catch def f: @base64 @nope \\(1) "\\(1)"`),
  },
];
