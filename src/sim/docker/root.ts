import { program } from '../command/command.ts';
import * as flag from '../command/flags.ts';
import { checkpoint, compose } from './absent/hidden.ts';
import { manifest } from './absent/manifest.ts';
import { login, logout, search } from './absent/registry.ts';
import { trust } from './absent/trust.ts';
import { builder } from './builder/builder.ts';
import { verb } from './cli.ts';
import { CLIENT } from './client-version.ts';
import { container } from './container/container.ts';
import { context } from './context/context.ts';
import { image } from './image/image.ts';
import { inspectAnything } from './inspect.ts';
import { network } from './network/network.ts';
import { plugin } from './plugin/plugin.ts';
import { config } from './swarm/config.ts';
import { node } from './swarm/node.ts';
import { secret } from './swarm/secret.ts';
import { service } from './swarm/service.ts';
import { stack } from './swarm/stack.ts';
import { swarm } from './swarm/swarm.ts';
import { system } from './system/system.ts';
import { version } from './version.ts';
import { volume } from './volume/volume.ts';

/** All of docker's command line. */
export const root = program(
  verb({
    name: 'docker',
    usage: '[OPTIONS] COMMAND [ARG...]',
    short: 'A self-sufficient runtime for containers',
    version: `Docker version ${CLIENT.Version}, build ${CLIENT.GitCommit}`,
    epilogue: 'For more help on how to use Docker, head to https://docs.docker.com/go/guides/',
    flags: {
      config: flag.string('Location of client config files', { default: '/root/.docker' }),
      context: flag.string(
        'Name of the context to use to connect to the daemon (overrides DOCKER_HOST env var and default context set with "docker context use")',
        { short: 'c' },
      ),
      debug: flag.bool('Enable debug mode', { short: 'D' }),
      host: flag.once('Daemon socket to connect to', { short: 'H' }),
      'log-level': flag.string('Set the logging level ("debug", "info", "warn", "error", "fatal")', {
        short: 'l',
        default: 'info',
      }),
      tls: flag.bool('Use TLS; implied by --tlsverify'),
      tlscacert: flag.string('Trust certs signed only by this CA', { default: '/root/.docker/ca.pem' }),
      tlscert: flag.string('Path to TLS certificate file', { default: '/root/.docker/cert.pem' }),
      tlskey: flag.string('Path to TLS key file', { default: '/root/.docker/key.pem' }),
      tlsverify: flag.bool('Use TLS and verify the remote'),
      version: flag.bool('Print version information and quit', { short: 'v' }),
    },
    commands: [
      builder,
      checkpoint,
      compose,
      config,
      container,
      context,
      image,
      inspectAnything,
      login,
      logout,
      manifest,
      network,
      node,
      plugin,
      search,
      secret,
      service,
      stack,
      swarm,
      system,
      trust,
      version,
      volume,
    ],
  }),
);
