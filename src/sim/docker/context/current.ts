import { createDockerClient, type DockerClient } from '../../client/docker-client.ts';
import { isErrno } from '../../kernel/errno.ts';
import type { System } from '../../kernel/syscalls.ts';
import { sha256 } from '../../tar/sha256.ts';

export const DEFAULT_CONTEXT = 'default';

/** docker's own options, that stand before the command. */
export interface Globals {
  readonly values: Readonly<Record<string, unknown>>;
  readonly changed: ReadonlySet<string>;
}

const given = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** Which context a command is for (docker/cli's resolveContextName). Throws where two are asked for. */
export function contextName(sys: System, { values: { host, context } }: Globals): string {
  const asked = given(context);
  if (asked !== undefined && given(host) !== undefined) {
    throw new Error('conflicting options: cannot specify both --host and --context');
  }
  if (asked !== undefined) return asked;
  if (given(host) !== undefined || given(sys.env.get('DOCKER_HOST')) !== undefined) return DEFAULT_CONTEXT;
  return given(sys.env.get('DOCKER_CONTEXT')) ?? DEFAULT_CONTEXT;
}

const directoryOf = (sys: System, { values: { config }, changed }: Globals): string =>
  (changed.has('config') ? given(config) : given(sys.env.get('DOCKER_CONFIG'))) ?? '/root/.docker';

/** Why there is no such context: nobody can have made one here. Undefined for the default one, which always is. */
export function contextProblem(sys: System, globals: Globals, name: string): string | undefined {
  if (name === DEFAULT_CONTEXT) return undefined;
  const digest = sha256(new TextEncoder().encode(name));
  const path = `${directoryOf(sys, globals)}/contexts/meta/${digest}/meta.json`;
  return `context ${JSON.stringify(name)}: context not found: open ${path}: no such file or directory`;
}

/** The engine's client of the current context. Throws what docker says when it cannot be had. */
export function connect(sys: System, globals: Globals): DockerClient {
  const problem = contextProblem(sys, globals, contextName(sys, globals)) ?? tlsProblem(sys, globals);
  if (problem !== undefined) throw new Error(`Failed to initialize: unable to resolve docker endpoint: ${problem}`);
  try {
    return createDockerClient(sys, given(globals.values.host));
  } catch (error) {
    throw error instanceof Error && !error.message.startsWith('simulation')
      ? new Error(`Failed to initialize: ${error.message}`)
      : error;
  }
}

/** Where the default context's engine is; as it was given where that says nothing. */
export function daemonHost(sys: System, { values }: Globals): string {
  const host = given(values.host) ?? given(sys.env.get('DOCKER_HOST')) ?? '';
  try {
    return createDockerClient(sys, host).daemonHost;
  } catch {
    return host;
  }
}

/** Why the certificates that TLS begins with cannot be read; undefined where it is not asked for. */
function tlsProblem(sys: System, globals: Globals): string | undefined {
  const { values, changed } = globals;
  const verified = given(sys.env.get('DOCKER_TLS_VERIFY')) !== undefined;
  const byEnvironment = verified || given(sys.env.get('DOCKER_TLS')) !== undefined;
  const wanted = changed.has('tls') ? values.tls === true : byEnvironment;
  if (!wanted && !changed.has('tlsverify')) return undefined;
  const directory = given(sys.env.get('DOCKER_CERT_PATH')) ?? directoryOf(sys, globals);
  const path = changed.has('tlscacert') ? String(values.tlscacert) : `${directory}/ca.pem`;
  try {
    sys.close(sys.open(path));
  } catch (error) {
    if (isErrno(error)) return `open ${path}: ${error.message.toLowerCase()}`;
    throw error;
  }
  throw new Error('simulation : TLS n’est pas simulé (le moteur n’écoute qu’en clair)');
}
