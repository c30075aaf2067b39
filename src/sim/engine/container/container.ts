import type { Timer } from '../../kernel/clock.ts';
import type { Directory, Inode, RegularFile } from '../../kernel/fs/inode.ts';
import type { Namespaces } from '../../kernel/namespaces.ts';
import type { Process } from '../../kernel/process.ts';
import { WaitQueue } from '../../kernel/task.ts';
import { conflict } from '../errors.ts';
import type { Image } from '../image/image.ts';
import type { Attachment } from '../network/endpoint-settings.ts';
import type { Instant } from '../time.ts';
import type { Mount } from '../volume/mount.ts';
import type { ContainerConfig, HostConfig, PortMap } from './config.ts';
import { JsonLog } from './json-log.ts';
import { ProcessStreams } from './process-streams.ts';
import { RestartManager } from './restart-manager.ts';
import { State } from './state.ts';

export interface ContainerOptions {
  readonly id: string;
  readonly name: string;
  readonly created: Instant;
  readonly config: ContainerConfig;
  readonly hostConfig: HostConfig;
  readonly image: Image;
  /** The container's own copy of its image's tree. */
  readonly root: Directory;
  /** Of its layer in the storage driver. */
  readonly layerId: string;
  readonly now: () => Instant;
}

/** The files under /etc that the engine keeps for a container, its own or those of the one whose network it shares. */
export interface EtcFiles {
  /** The container that they belong to. */
  readonly owner: string;
  readonly hosts: RegularFile;
  readonly hostname: RegularFile;
  readonly resolvConf: RegularFile;
}

/** A container, from its creation to its removal (moby/container/container.go). */
export class Container {
  readonly id: string;
  /** With its leading slash. */
  name: string;
  readonly created: Instant;
  readonly config: ContainerConfig;
  hostConfig: HostConfig;
  readonly image: Image;
  readonly root: Directory;
  readonly layerId: string;
  readonly state = new State();
  /** By network name. */
  readonly networks = new Map<string, Attachment>();
  readonly mounts = new Map<string, Mount>();
  /** What its own layer has at each path where something is mounted. */
  readonly mountPoints = new Map<string, Inode>();
  readonly log: JsonLog;
  readonly execIds = new Set<string>();
  /** Woken at every change of `state`. */
  readonly changed = new WaitQueue();
  /** Called once when it is down: those who stopped it hear of it before its `die` is told. */
  readonly whenDown: (() => void)[] = [];
  sandboxId = '';
  sandboxKey = '';
  ports: PortMap = {};
  /** Undefined before the first start. */
  etcFiles: EtcFiles | undefined;
  streams: ProcessStreams;
  process: Process | undefined;
  namespaces: Namespaces | undefined;
  restartCount = 0;
  restartManager: RestartManager;
  restartTimer: Timer | undefined;
  manuallyStopped = false;
  manuallyRestarted = false;
  /** How often it has ended. */
  exits = 0;
  removed = false;

  constructor(options: ContainerOptions) {
    this.id = options.id;
    this.name = options.name;
    this.created = options.created;
    this.config = options.config;
    this.hostConfig = options.hostConfig;
    this.image = options.image;
    this.root = options.root;
    this.layerId = options.layerId;
    this.log = new JsonLog(options.now);
    this.streams = this.#newStreams();
    this.restartManager = new RestartManager(options.hostConfig.RestartPolicy);
  }

  #newStreams(): ProcessStreams {
    return new ProcessStreams({
      tty: this.config.Tty,
      openStdin: this.config.OpenStdin,
      consoleSize: this.hostConfig.ConsoleSize,
    });
  }

  /** Ends all that is attached, and makes ready for the next start. */
  resetStreams(): void {
    this.streams.end();
    this.log.end();
    this.streams = this.#newStreams();
  }

  get running(): boolean {
    return this.state.running;
  }

  /** Its name without the slash, as endpoints have it. */
  get plainName(): string {
    return this.name.slice(1);
  }

  /** What is executed: the first word of entrypoint and command, and the others. */
  get commandLine(): readonly string[] {
    return [...(this.config.Entrypoint ?? []), ...(this.config.Cmd ?? [])];
  }

  /** Its PID 1. Throws when it does not run. */
  runningProcess(): Process {
    if (!this.state.running || (this.process === undefined && !this.state.restarting)) throw notRunning(this.id);
    if (this.process === undefined) throw isRestarting(this.id);
    return this.process;
  }

  /** All its processes. */
  get processes(): Process[] {
    const { namespaces } = this;
    return [...(namespaces?.pid.processes.values() ?? [])].filter((process) => process.namespaces === namespaces);
  }
}

export const notRunning = (id: string) => conflict(`container ${id} is not running`);

export const isRestarting = (id: string) =>
  conflict(`Container ${id} is restarting, wait until the container is running`);
