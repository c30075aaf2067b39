import { docker } from '../docker/docker.ts';
import { dockerCompleter } from '../docker/docker-completer.ts';
import { Engine } from '../engine/engine.ts';
import { alpine } from '../images/alpine.ts';
import { debianHost } from '../images/debian-host.ts';
import { nginx } from '../images/nginx.ts';
import { NetNamespace } from '../kernel/inet/net-namespace.ts';
import { Machine } from '../kernel/machine.ts';
import { listenerAt } from '../kernel/unix-socket.ts';
import { shell } from '../shell/shell.ts';
import { Attachments } from './attachments.ts';
import { dockerd } from './dockerd.ts';
import { environmentOf, type Lan, type WorldParts } from './lan.ts';
import { OutsideConnection, type OutsideEnd } from './outside-connection.ts';
import { type ShownTerminal, type TerminalOptions, TerminalWindow } from './terminal-window.ts';

const ENVIRONMENT = new Map([['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin']]);

/** A Debian machine with a Docker Engine, on the LAN. */
export class DockerHost {
  readonly machine: Machine;
  readonly engine: Engine;
  readonly #attachments = new Attachments();

  constructor(parts: WorldParts, lan: Lan, hostname: string, address: string) {
    const random = parts.random();
    const net = new NetNamespace(environmentOf(parts, hostname, random), hostname);
    net.configuration.setLink('lo', { up: true });
    lan.plug(net, address);
    const root = debianHost({
      hostname,
      bash: shell('bash', {
        completers: new Map([['docker', (words, index, sys) => dockerCompleter(sys, words, index)]]),
      }),
      docker,
      dockerd: (sys) => dockerd(this.engine, this.#attachments)(sys),
    });
    this.machine = new Machine({ hostname, scheduler: parts.scheduler, random, net, root });
    const sh = shell('ash');
    this.engine = new Engine({ machine: this.machine, images: [alpine(sh), nginx(sh)] });
    this.engine.start();
    const daemon = { path: '/usr/sbin/dockerd', argv: ['dockerd'], env: ENVIRONMENT, cwd: '/', files: [] };
    this.engine.process = this.machine.run(daemon);
  }

  openTerminal(options: TerminalOptions): TerminalWindow {
    return new TerminalWindow(this.machine, options, (pid) => this.#shownBy(pid));
  }

  /** Connects `outside` to the Unix socket at `path`. Throws what connect(2) would. */
  connect(path: string, outside: OutsideEnd): OutsideConnection {
    const { scheduler, namespaces } = this.machine;
    return new OutsideConnection(scheduler, listenerAt(namespaces.root, '/', path), outside);
  }

  #shownBy(pid: number): ShownTerminal | undefined {
    const attachment = this.#attachments.of(pid);
    return attachment && this.engine.shownTerminal(attachment.kind, attachment.id);
  }
}
