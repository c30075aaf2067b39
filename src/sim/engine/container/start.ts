import type { Daemon } from '../daemon.ts';
import { conflict, notModified, systemError, wrapped } from '../errors.ts';
import { allocateNetworks } from '../network/connect.ts';
import { releaseNetworks } from '../network/disconnect.ts';
import { linkedEnvironment } from '../network/legacy-links.ts';
import { mountVolumes, unmountVolumes } from '../volume/local-driver.ts';
import type { Container } from './container.ts';
import { placeDevices } from './devices.ts';
import { daemonEnvironment } from './environment.ts';
import { handleExit } from './exit.ts';
import { beginHealth } from './health.ts';
import { withInit } from './init.ts';
import { logLimits } from './log-config.ts';
import { logEvent } from './log-event.ts';
import { newNamespaces } from './namespaces.ts';
import { removeContainer } from './remove.ts';
import { refusedShares, verifyShares } from './resources.ts';
import { RestartManager } from './restart-manager.ts';
import { type ProcessSpec, runProcess, StartFailure } from './runtime.ts';
import { setSysctls } from './sysctls.ts';

/** Where runc stands when the program turns out not to be one. */
const CREATE_FAILED =
  'failed to create task for container: failed to create shim task: OCI runtime create failed: ' +
  'runc create failed: unable to start container process: error during container init: ';

/** sethostname(2)'s __NEW_UTS_LEN. */
const LONGEST_HOSTNAME = 64;

/** What a failed start without a status of its own counts as. */
const UNKNOWN_EXIT = 128;

/** `docker start`. Throws when it runs already or cannot run. */
export function startByUser(daemon: Daemon, container: Container): void {
  const { state } = container;
  if (state.paused) throw conflict('cannot start a paused container, try unpause instead');
  if (state.running) throw notModified('container is already running');
  startContainer(daemon, container);
}

/** Starts a container, or throws and puts all back; one with `--rm` is then removed (moby/daemon/start.go). */
export function startContainer(daemon: Daemon, container: Container, options: { restarting?: boolean } = {}): void {
  if (container.running && !options.restarting) return;
  if (container.state.removing || container.state.dead) {
    throw conflict('container is marked for removal and cannot be started');
  }
  try {
    launch(daemon, container, options.restarting ?? false);
  } catch (error) {
    failStart(daemon, container, error);
    throw error;
  }
  container.state.setRunning(container.process?.pid ?? 0, daemon.timestamps.next());
  container.manuallyRestarted = false;
  beginHealth(daemon, container);
  container.changed.wake();
  logEvent(daemon, container, 'start');
}

function launch(daemon: Daemon, container: Container, restarting: boolean): void {
  const { config, hostConfig, streams } = container;
  verifyShares(hostConfig);
  mountVolumes(daemon, container);
  container.namespaces = newNamespaces(daemon, container);
  daemon.machine.mount(container.namespaces);
  if (config.Hostname.length > LONGEST_HOSTNAME) throw systemError(`${CREATE_FAILED}sethostname: invalid argument`);
  const refused = refusedShares(hostConfig);
  if (refused !== undefined) {
    throw systemError(`${CREATE_FAILED}error setting cgroup config for procHooks process: ${refused}`);
  }
  placeDevices(daemon, container);
  setSysctls(container, CREATE_FAILED);
  const spec: ProcessSpec = {
    argv: hostConfig.Init ? withInit(daemon, container) : container.commandLine,
    environment: daemonEnvironment({
      hostname: config.Hostname,
      tty: config.Tty,
      linked: linkedEnvironment(daemon, container),
      configured: config.Env ?? [],
    }),
    cwd: config.WorkingDir || '/',
    user: config.User,
    namespaces: container.namespaces,
    streams,
    hostConfig,
  };
  if (!restarting) {
    container.restartManager = new RestartManager(hostConfig.RestartPolicy);
    container.restartCount = 0;
    container.manuallyStopped = false;
  }
  container.log.limits = logLimits(hostConfig.LogConfig);
  const logged = streams.output.listen((chunk) => {
    if (hostConfig.LogConfig.Type !== 'none') container.log.write(chunk);
  });
  const process = runProcess(daemon, spec, CREATE_FAILED);
  container.process = process;
  connect(daemon, container);
  const wake = (): void => {
    logged();
    handleExit(daemon, container, process, () => startContainer(daemon, container, { restarting: true }));
  };
  process.ended.add({ wake });
}

/** The process has its namespaces, and waits for its networks before it runs. */
function connect(daemon: Daemon, container: Container): void {
  try {
    allocateNetworks(daemon, container);
  } catch (error) {
    container.process?.kill('SIGKILL');
    throw wrapped(error, 'failed to set up container networking');
  }
}

function failStart(daemon: Daemon, container: Container, error: unknown): void {
  const { state } = container;
  container.process = undefined;
  state.error = error instanceof Error ? error.message : String(error);
  if (error instanceof StartFailure) state.exitCode = error.exitCode;
  else if (state.exitCode === 0) state.exitCode = UNKNOWN_EXIT;
  state.running = false;
  state.restarting = false;
  container.resetStreams();
  releaseNetworks(daemon, container);
  unmountVolumes(daemon, container);
  container.namespaces = undefined;
  container.changed.wake();
  if (container.hostConfig.AutoRemove) removeContainer(daemon, container, { removeVolumes: true });
}
