import { expect, test } from 'vitest';
import { ExchangeObserver, SECOND, World } from '../../sim/world.ts';
import type { CommandRecord } from '../protocol.ts';
import type { Explanation } from './explanation.ts';
import { Failures } from './failures.ts';

/** Gives commands at docker1's prompt, and says why the last one failed. */
function whyAfter(...lines: readonly string[]): Explanation | undefined {
  const world = new World();
  const terminal = world.openTerminal({ host: 'docker1', columns: 120, rows: 24 });
  const observer = new ExchangeObserver({ proxied: (host, local, target) => world.proxied(host, local, target) });
  const failures = new Failures(
    () => observer.exchanges,
    () => world.topology(),
  );
  world.onTrace((event) => observer.note(event));
  terminal.onOutput((data) => failures.output('1', data));
  let command: CommandRecord = { number: 0, terminal: '1', line: '', start: 0 };
  terminal.onPrompt((event) => {
    if (event.kind === 'taken' && event.line) {
      command = { number: command.number + 1, terminal: '1', line: event.line, start: world.now };
    } else if (event.kind === 'awaited') command = { ...command, end: world.now, status: event.status };
    failures.command(command);
  });
  world.runFor(SECOND);
  for (const line of lines) {
    terminal.input(new TextEncoder().encode(`${line}\r`));
    world.runFor(10 * SECOND);
  }
  return failures.why('1');
}

const run = (name: string, options = ''): string => `docker run -dit --name ${name} ${options} alpine`;

test('two bridges: isolated from each other, by that rule', () => {
  const why = whyAfter(
    'docker network create front',
    run('one'),
    run('two', '--network front'),
    'docker exec one ping -c 1 -W 1 172.18.0.2',
  );
  expect(why?.cause).toContain('one est sur le réseau «\u00a0bridge\u00a0», two sur «\u00a0front\u00a0»');
  expect(why?.cause).toContain('-A PREROUTING -d 172.18.0.2/32 ! -i br-');
  expect(why?.command).toBe('iptables -t raw -L PREROUTING -n --line-numbers');
});

test('--internal: no default route inside, and a rule for who comes from outside', () => {
  const inside = whyAfter(
    'docker network create --internal back',
    run('one', '--network back'),
    'docker exec one ping -c 1 203.0.113.10',
  );
  expect(inside?.cause).toContain('Le réseau «\u00a0back\u00a0» est interne');
  expect(inside).toMatchObject({ command: 'ip route', container: 'one' });
  const outside = whyAfter(
    'docker network create --internal back',
    run('one', '--network back'),
    run('two'),
    'docker exec two ping -c 1 -W 1 172.18.0.2',
  );
  expect(outside?.cause).toContain('Le réseau «\u00a0back\u00a0» est interne');
  expect(outside?.cause).toContain('la règle n°\u00a01 de la chaîne DOCKER-ISOLATION-STAGE-1');
});

test('icc off: neighbours on one bridge may not talk', () => {
  const create = 'docker network create -o com.docker.network.bridge.enable_icc=false quiet';
  const why = whyAfter(
    create,
    run('one', '--network quiet'),
    run('two', '--network quiet'),
    'docker exec one ping -c 1 -W 1 two',
  );
  expect(why?.cause).toContain('«\u00a0quiet\u00a0» interdit à ses conteneurs de se parler');
});

test('a wrong address, and one whose container has stopped: nobody answers the ARP question', () => {
  expect(whyAfter(run('one'), 'docker exec one ping -c 1 -W 4 172.17.0.99')).toMatchObject({
    cause: expect.stringContaining('one a demandé par ARP, sur eth0, qui a l’adresse 172.17.0.99'),
    command: 'ip neigh',
    container: 'one',
  });
  const why = whyAfter(run('one'), run('two'), 'docker stop -t 0 two', 'docker exec one ping -c 1 -W 4 172.17.0.3');
  expect(why?.cause).toContain('personne n’a répondu');
});

test('a closed port: the packet arrived, nobody listens', () => {
  const why = whyAfter(run('one'), run('two'), 'docker exec one nc -w 1 172.17.0.3 81');
  expect(why).toMatchObject({ cause: expect.stringContaining('chez two'), command: 'netstat -lntu', container: 'two' });
  expect(why?.cause).toContain('port TCP 81');
});

test('no DNS on the default bridge', () => {
  const why = whyAfter(run('one'), run('two'), 'docker exec one ping -c 1 two');
  expect(why?.cause).toContain('bridge par défaut, où Docker ne donne pas de DNS');
});

test('a name of another network, of nobody, and of a container that has stopped', () => {
  const networks = 'docker network create front; docker network create back';
  const there = [networks, run('one', '--network front'), run('two', '--network back')];
  expect(whyAfter(...there, 'docker exec one ping -c 1 two')?.cause).toContain(
    'Le conteneur «\u00a0two\u00a0» est sur le réseau «\u00a0back\u00a0», one sur «\u00a0front\u00a0»',
  );
  expect(whyAfter(...there, 'docker exec one ping -c 1 nobody')?.cause).toContain('aucun conteneur ne s’appelle ainsi');
  const stopped = [networks, run('one', '--network front'), run('two', '--network front'), 'docker stop -t 0 two'];
  expect(whyAfter(...stopped, 'docker exec one ping -c 1 two')?.cause).toContain('two est arrêté');
});

test('a rule of the reader’s own in DOCKER-USER', () => {
  const why = whyAfter(
    run('one'),
    'iptables -I DOCKER-USER -s 172.17.0.2 -j DROP',
    'docker exec one ping -c 1 -W 1 203.0.113.10',
  );
  expect(why?.cause).toContain('DOCKER-USER refuse ce paquet');
  expect(why?.command).toBe('iptables -L DOCKER-USER -n --line-numbers');
});

test('an interface that is down took its routes along', () => {
  const why = whyAfter(
    run('one', '--cap-add NET_ADMIN'),
    'docker exec one ip link set eth0 down',
    'docker exec one ping -c 1 172.17.0.1',
  );
  expect(why).toMatchObject({
    cause: expect.stringContaining('eth0 est désactivée'),
    command: 'ip link',
    container: 'one',
  });
});

test('a TTL of 1 ends at the first router', () => {
  const why = whyAfter(run('one'), 'docker exec one ping -c 1 -W 1 -t 1 203.0.113.10');
  expect(why?.cause).toContain('(TTL) est épuisée chez docker1');
});

const SUBNETTED = 'docker network create --subnet 10.9.0.0/29 small';

test.each([
  [
    ['docker run -d --name web -p 8080:80 nginx', 'docker run -d -p 8080:80 nginx'],
    'Le port 8080 de l’hôte est déjà pris par le conteneur web',
  ],
  [['docker run -d -p 192.0.2.7:8080:80 nginx'], 'L’hôte n’a pas l’adresse 192.0.2.7'],
  [['docker network create net', 'docker network create net'], 's’appelle déjà «\u00a0net\u00a0»'],
  [['docker stop nobody'], 'Aucun conteneur ne s’appelle «\u00a0nobody\u00a0»'],
  [[run('one'), run('one')], 'Un conteneur s’appelle déjà «\u00a0one\u00a0»'],
  [[run('one'), 'docker rm one'], 'Le conteneur one tourne encore'],
  [['docker create --name one alpine', 'docker exec one ls'], 'one est arrêté'],
  [[run('one'), 'docker exec one bash'], 'ont sh, non bash'],
  [['docker run --rm alpine nosuch'], 'pas de programme «\u00a0nosuch\u00a0»'],
  [
    ['docker network create net', run('one', '--network net'), 'docker network rm net'],
    'encore connectés au réseau «\u00a0net\u00a0»',
  ],
  [['docker network rm bridge'], '«\u00a0bridge\u00a0» est l’un des trois'],
  [['docker network connect nosuch nobody', 'docker run --network nosuch alpine'], 'Aucun réseau ne s’appelle'],
  [
    ['docker network create net', run('one', '--network net'), 'docker network connect net one'],
    'one est déjà connecté au réseau «\u00a0net\u00a0»',
  ],
  [['docker network create net', run('one'), 'docker network disconnect net one'], 'n’est pas connecté au réseau'],
  [
    ['docker network create net', run('one', '--network host'), 'docker network connect net one'],
    'pas de réseau à lui',
  ],
  [['docker network create net', run('one', '--network none'), 'docker network connect net one'], 'aucun réseau'],
  [[run('one'), 'docker network connect host one'], 'Le réseau host se choisit au lancement'],
  [['docker run --ip 172.17.0.9 alpine'], 'ne se choisit pas sur le réseau bridge par défaut'],
  [['docker network create net', 'docker run --network net --ip 172.18.0.9 alpine'], 'avec l’option --subnet'],
  [[SUBNETTED, 'docker run --network small --ip 10.8.0.2 alpine'], '10.8.0.2 n’est pas dans le sous-réseau'],
  [[SUBNETTED, 'docker run --network small --ip 10.9.0.1 alpine'], 'est déjà prise sur ce réseau'],
  [
    ['docker network create --subnet 10.9.0.0/30 tiny', run('one', '--network tiny'), run('two', '--network tiny')],
    '«\u00a0tiny\u00a0» n’a plus d’adresse libre',
  ],
  [['docker network create --subnet 172.17.3.0/24 net'], 'en recouvre un autre'],
  [['docker network create -d overlay net'], 'demande un essaim'],
])('an error of Docker’s: after %j', (lines, cause) => {
  expect(whyAfter(...lines)?.cause).toContain(cause);
});

test.each([
  [['docker network create bridge'], 'son nom est réservé'],
  [['docker network create -d host net'], 'Il n’y a qu’un réseau de pilote host'],
  [['docker network create --config-only conf', run('web', '--network conf')], 'n’est qu’une configuration'],
  [['docker network create -d macvlan -o parent=eth7 lan'], 'L’hôte n’a pas d’interface'],
  [[run('web', '--network container:nobody')], 'Il devait partager le réseau du conteneur «\u00a0nobody\u00a0»'],
  [[run('web'), 'docker pause web', 'docker exec web ls'], 'web est en pause'],
  [['docker run -dit nowhere/image'], 'Aucune image ne s’appelle «\u00a0nowhere/image\u00a0»'],
  [['docker rmi nowhere'], 'n’a pas d’image «\u00a0nowhere:latest\u00a0»'],
  [['docker volume inspect nothing'], 'Aucun volume ne s’appelle'],
  [['docker volume create data', run('web', '-v data:/data'), 'docker volume rm data'], 'emploie encore le volume'],
  [['docker run -dit --name x alpine'], 'n’est pas un nom de conteneur'],
  [[run('web'), 'docker stop -t 0 web', run('app', '--link web:db')], '--link demande que web tourne'],
  [
    ['docker network create net', run('web', '--network net'), run('app', '--link web:db')],
    'web n’est pas sur le réseau',
  ],
  [[run('web'), run('app', '--network container:web -p 80:80')], 'c’est cet autre qui publie'],
])('a refusal of the daemon’s: after %j', (lines, cause) => {
  expect(whyAfter(...lines)?.cause).toContain(cause);
});

test('docker-proxy found the container’s port closed: that is what is said, of the container', () => {
  const why = whyAfter(run('web', '-p 8081:81'), 'curl http://127.0.0.1:8081/');
  expect(why).toMatchObject({ cause: expect.stringContaining('chez web'), container: 'web' });
});

test('silent where nothing failed, or nothing is sure', () => {
  expect(whyAfter(run('one'), 'docker exec one ping -c 1 172.17.0.1')).toBeUndefined();
  expect(whyAfter('false')).toBeUndefined();
  expect(whyAfter(run('one'), 'docker exec one ping -c 1 203.0.113.10', 'ls /nowhere')).toBeUndefined();
  expect(
    whyAfter('sysctl -w net.ipv4.icmp_echo_ignore_all=1', run('one'), 'docker exec one ping -c 1 -W 1 172.17.0.1'),
  ).toBeUndefined();
});

test('whoever has the address and sleeps is named; whoever should answer and does not, is not blamed', () => {
  const down = [run('one'), run('two', '--cap-add NET_ADMIN'), 'docker exec two ip link set eth0 down'];
  expect(whyAfter(...down, 'docker exec one ping -c 1 -W 4 172.17.0.3')?.cause).toContain(
    'celle de two, dont l’interface eth0 est désactivée',
  );
  expect(
    whyAfter(run('one'), 'ip link set docker0 down', 'docker exec one ping -c 1 -W 4 172.17.0.1')?.cause,
  ).toContain('l’interface docker0 est désactivée');
});

test('only the daemon’s own refusals are Docker errors', () => {
  expect(whyAfter('echo "No such container: web"; false')).toBeUndefined();
  expect(whyAfter('echo "Error response from daemon: No such container: web"; false')).toBeUndefined();
});

test('of a container that is gone when its command ends, what is said is still right', () => {
  const why = whyAfter('docker run --rm alpine ping -c 1 nobody');
  expect(why?.cause ?? '').not.toMatch(/[0-9a-f]{64}/);
});

test('names of the outside, and a container without a network', () => {
  expect(whyAfter(run('one'), 'docker exec one nslookup debian.org')).toBeUndefined();
  const gone = [
    'docker network create front',
    run('one', '--network front'),
    run('two', '--network front'),
    'docker network disconnect front two',
  ];
  expect(whyAfter(...gone, 'docker exec one ping -c 1 two')?.cause).toContain('n’est connecté à aucun réseau');
});
