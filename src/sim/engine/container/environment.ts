const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

const nameOf = (variable: string): string => variable.split('=')[0] as string;

/** `defaults` with those of `overrides` in their places or behind; one without `=` takes a variable away (moby/container/env.go). */
export function overrideEnvironment(defaults: readonly string[], overrides: readonly string[]): string[] {
  const result = new Map(defaults.map((variable) => [nameOf(variable), variable]));
  for (const variable of overrides) {
    if (variable.includes('=')) result.set(nameOf(variable), variable);
    else result.delete(variable);
  }
  return [...result.values()];
}

/** What every process of a container has in its environment (Container.CreateDaemonEnvironment). */
export function daemonEnvironment(options: {
  readonly hostname: string;
  readonly tty: boolean;
  readonly linked: readonly string[];
  readonly configured: readonly string[];
}): string[] {
  const terminal = options.tty ? ['TERM=xterm'] : [];
  const own = [`PATH=${DEFAULT_PATH}`, `HOSTNAME=${options.hostname}`, ...terminal, ...options.linked];
  return overrideEnvironment(own, options.configured);
}

/** As a process takes it; runc adds HOME where it is not set. */
export function processEnvironment(variables: readonly string[], home: string): Map<string, string> {
  const environment = new Map(
    variables.map((variable) => [nameOf(variable), variable.slice(nameOf(variable).length + 1)]),
  );
  if (!environment.has('HOME')) environment.set('HOME', home);
  return environment;
}
