/** Of netbase's list, those that a reader may meet: name, port, and whether it is of TCP (t), UDP (u) or both. */
const SERVICES =
  'tcpmux 1t echo 7b discard 9b systat 11t daytime 13b netstat 15t chargen 19b ftp-data 20t ftp 21t ssh 22t telnet 23t smtp 25t time 37b whois 43t tacacs 49b domain 53b bootps 67u bootpc 68u tftp 69u gopher 70t finger 79t http 80t kerberos 88b pop3 110t sunrpc 111b auth 113t nntp 119t ntp 123u epmap 135t netbios-ns 137u netbios-dgm 138u netbios-ssn 139t imap 143t snmp 161b snmptrap 162b bgp 179t ircd 6667t ldap 389b https 443b microsoft-ds 445t kpasswd 464b submissions 465t saft 487t isakmp 500u rtsp 554b nqs 607t ipp 631t ldaps 636b domain-s 853b rsync 873t ftps 990t telnets 992t imaps 993t pop3s 995t socks 1080t openvpn 1194b ms-sql-s 1433t ms-sql-m 1434u l2f 1701u radius 1812b radius-acct 1813b nfs 2049b gnunet 2086b cvspserver 2401t git 9418t mysql 3306t ms-wbt-server 3389t svn 3690t iax 4569u postgresql 5432t sip 5060b sips 5061b xmpp-client 5222t xmpp-server 5269t mdns 5353u amqp 5672t x11 6000t redis 6379t http-alt 8080t bacula-dir 9101t zabbix-agent 10050t zabbix-trapper 10051t amqps 5671t puppet 8140t db-lsp 17500t';

/** /etc/services, as services(5) has it. */
export const DEBIAN_SERVICES = SERVICES.replace(
  /(\S+) (\d+)([tub]) ?/g,
  (_, name: string, port: string, kind: string) =>
    (kind === 'b' ? ['tcp', 'udp'] : [kind === 't' ? 'tcp' : 'udp'])
      .map((protocol) => `${name}\t\t${port}/${protocol}\n`)
      .join(''),
);
