interface Port {
  readonly number: number;
  readonly protocol: string;
}

/** TCP first, then by protocol and number (moby/daemon/links, withTCPPriority). */
function byProtocol(a: Port, b: Port): number {
  if (a.protocol === b.protocol) return a.number - b.number;
  if (a.protocol === 'tcp') return -1;
  if (b.protocol === 'tcp') return 1;
  return a.protocol < b.protocol ? -1 : 1;
}

const parsePort = (text: string): Port => {
  const [number = '', protocol = 'tcp'] = text.split('/');
  return { number: Number(number), protocol: protocol.toLowerCase() };
};

/** Variables that tell a container about one that it is linked to (moby/daemon/links, ToEnv). */
export function linkEnvironment(link: {
  /** Full: `/parent/alias`. */
  readonly name: string;
  readonly address: string;
  readonly environment: readonly string[];
  /** As `80/tcp`. */
  readonly exposedPorts: readonly string[];
}): string[] {
  const alias = link.name
    .slice(link.name.lastIndexOf('/') + 1)
    .toUpperCase()
    .replaceAll('-', '_');
  const ports = link.exposedPorts.map(parsePort).sort(byProtocol);
  return [
    ...portVariables(alias, link.address, ports),
    `${alias}_NAME=${link.name}`,
    ...inheritedVariables(alias, link.environment),
  ];
}

function inheritedVariables(alias: string, environment: readonly string[]): string[] {
  const variables = environment.filter((variable) => variable.includes('='));
  return variables.filter((variable) => !/^(HOME|PATH)=/.test(variable)).map((variable) => `${alias}_ENV_${variable}`);
}

const prefixOf = (alias: string, port: Port): string => `${alias}_PORT_${port.number}_${port.protocol.toUpperCase()}`;

const urlOf = (address: string, port: Port): string => `${port.protocol}://${address}:${port.number}`;

function portVariables(alias: string, address: string, ports: readonly Port[]): string[] {
  const variables: string[] = [];
  let run: Port[] = [];
  ports.forEach((port, index) => {
    if (index === 0) variables.push(`${alias}_PORT=${urlOf(address, port)}`);
    variables.push(...variablesOf(alias, address, port));
    const last = run.at(-1);
    const goesOn = last !== undefined && port.number === last.number + 1 && port.protocol === last.protocol;
    if (goesOn) run.push(port);
    const over = !goesOn || index === ports.length - 1;
    if (over && run.length > 1) variables.push(...rangeVariables(alias, address, run));
    if (!goesOn) run = [port];
  });
  return variables;
}

function variablesOf(alias: string, address: string, port: Port): string[] {
  const prefix = prefixOf(alias, port);
  return [
    `${prefix}=${urlOf(address, port)}`,
    `${prefix}_ADDR=${address}`,
    `${prefix}_PORT=${port.number}`,
    `${prefix}_PROTO=${port.protocol}`,
  ];
}

function rangeVariables(alias: string, address: string, run: readonly Port[]): string[] {
  const [first, last] = [run[0] as Port, run.at(-1) as Port];
  const prefix = prefixOf(alias, first);
  return [
    `${prefix}_START=${urlOf(address, first)}`,
    `${prefix}_PORT_START=${first.number}`,
    `${prefix}_END=${urlOf(address, last)}`,
    `${prefix}_PORT_END=${last.number}`,
  ];
}
