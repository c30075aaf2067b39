import type { Daemon } from '../src/sim/engine/daemon.ts';
import { Engine } from '../src/sim/engine/engine.ts';
import { EngineError } from '../src/sim/engine/errors.ts';
import type { NetNamespace } from '../src/sim/kernel/inet/net-namespace.ts';
import type { Task } from '../src/sim/kernel/task.ts';
import { firewallText } from '../src/sim/world/firewall-text.ts';

/** A call of the engine that failed, with all there was before and after it. */
export interface Call {
  readonly method: string;
  readonly message: string;
  readonly before: object;
  readonly after: object;
}

const METHODS = [
  'createNetwork',
  'connectContainerToNetwork',
  'disconnectContainerFromNetwork',
  'deleteNetwork',
  'networksPrune',
  'containerCreate',
  'containerStart',
  'containerRestart',
  'containerStop',
  'containerKill',
  'containerPause',
  'containerUnpause',
  'containerRename',
  'containerRemove',
  'containerExecCreate',
  'createVolume',
  'removeVolume',
  'imageDelete',
  'tagImage',
] as const satisfies readonly (keyof Engine)[];

type Method = (this: Engine, ...args: unknown[]) => Task<unknown>;

/** Calls `found` with each call that any engine refuses from now on; returns how to stop that. */
export function watchFailures(found: (call: Call) => void): () => void {
  const prototype = Engine.prototype as unknown as Record<string, Method>;
  const originals = new Map<string, Method>();
  for (const method of METHODS) {
    const original = prototype[method] as Method;
    originals.set(method, original);
    prototype[method] = function (...args) {
      const started = /^container(Start|Restart)$/.test(method) ? String(args[0]) : '';
      const before = engineState(this, started);
      const failed = (error: unknown) => {
        if (error instanceof EngineError)
          found({ method, message: error.message, before, after: engineState(this, started) });
        return error;
      };
      try {
        return watched(original.apply(this, args), failed);
      } catch (error) {
        throw failed(error);
      }
    };
  }
  return () => {
    for (const [method, original] of originals) prototype[method] = original;
  };
}

function* watched(task: Task<unknown>, failed: (error: unknown) => unknown): Task<unknown> {
  try {
    return yield* task;
  } catch (error) {
    throw failed(error);
  }
}

/**
 * All of one engine and its host that a refused call must not change; what only counts or passes by is left out.
 * @param started a container that could not start: it knows why, with `--rm` it is gone, and it is down if it was to restart
 */
export function engineState(engine: Engine, started: string): object {
  const { daemon } = engine as unknown as { readonly daemon: Daemon };
  const { controller, machine, containers, volumes, images } = daemon;
  const others = containers.list().filter(({ id, plainName }) => id !== started && plainName !== started);
  const nothing = { keys: () => [], has: () => false, get: () => [], exactMatch: () => true, matchLabels: () => true };
  return {
    networks: controller.networks.map((network) => ({
      ...engine.networkInspect(network.id),
      records: [...network.endpoints].map(({ name, address, mac, portMapping }) => [
        name,
        address,
        mac,
        portMapping.length,
      ]),
    })),
    allocated: controller.allocatedAddresses,
    containers: others.map((container) => ({
      id: container.id,
      name: container.name,
      status: container.state.status,
      namespace: container.namespaces && namespaceState(container.namespaces.net),
      sandbox: controller.sandboxOf(container.id)?.id,
    })),
    host: namespaceState(machine.namespaces.net),
    firewall: firewallText(machine.namespaces.net),
    proxies: machine.processes().filter(({ argv }) => argv[0]?.endsWith('docker-proxy')).length,
    volumes: (volumes.list(nothing).Volumes ?? []).map(({ Name }) => Name),
    images: images.list(nothing).map(({ RepoTags }) => RepoTags),
  };
}

function namespaceState(net: NetNamespace) {
  const netlink = net.netlink(true);
  return {
    stacked: net.devices.list.filter(({ handler }) => handler !== undefined).map(({ name }) => name),
    links: netlink.links().map(({ name, kind, mtu, address, master }) => ({ name, kind, mtu, address, master })),
    // Link-local ones are the kernel's own: a bridge has one from the first port on.
    addresses: netlink
      .addresses()
      .filter(({ family, scope }) => family === 'inet' || scope !== 'link')
      .map(({ device, address, prefix }) => `${device} ${address}/${prefix}`),
    routes: netlink.routes().map(({ destination, prefix, gateway, device }) => [destination, prefix, gateway, device]),
    listeners: net.tcp.listeners.length,
    sockets: net.udp.sockets.length,
    sysctls: net.sysctls.get('ip_forward'),
  };
}
