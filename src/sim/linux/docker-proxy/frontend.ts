/** What a proxy is told: which port of the host it serves, and where that leads. */
export interface Frontend {
  readonly protocol: 'tcp' | 'udp';
  readonly hostIp: string;
  readonly hostPort: number;
  readonly containerIp: string;
  readonly containerPort: number;
  readonly useListenFd: boolean;
}

/** With their values where they are left out; Go's flag package wants one dash, or two. */
const FLAGS = {
  proto: 'tcp',
  'host-ip': '0.0.0.0',
  'host-port': '-1',
  'container-ip': '0.0.0.0',
  'container-port': '-1',
} as const;

type Flag = keyof typeof FLAGS;

const isFlag = (name: string): name is Flag => Object.hasOwn(FLAGS, name);

/** Reads `-proto tcp -host-ip 0.0.0.0 …`; the error is Go's. */
export function parseFrontend(words: readonly string[]): Frontend | { readonly error: string } {
  const values: Record<Flag, string> = { ...FLAGS };
  let useListenFd = false;
  for (let i = 0; i < words.length; i++) {
    const [name = '', attached] = (words[i] ?? '').replace(/^--?/, '').split('=');
    if (name === 'use-listen-fd') useListenFd = true;
    else if (!isFlag(name)) return { error: `flag provided but not defined: -${name}` };
    else {
      const value = attached ?? words[++i];
      if (value === undefined) return { error: `flag needs an argument: -${name}` };
      values[name] = value;
    }
  }
  if (values.proto !== 'tcp' && values.proto !== 'udp') return { error: `unsupported protocol ${values.proto}` };
  return {
    protocol: values.proto,
    hostIp: values['host-ip'],
    hostPort: Number(values['host-port']),
    containerIp: values['container-ip'],
    containerPort: Number(values['container-port']),
    useListenFd,
  };
}
