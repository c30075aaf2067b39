import { goQuote } from '../../command/go-quote.ts';

const SYSTEMS = ['linux', 'windows', 'darwin', 'freebsd'];
const ARCHITECTURES: Readonly<Record<string, string>> = {
  ...{ amd64: 'amd64', x86_64: 'amd64', 'x86-64': 'amd64', '386': '386', arm64: 'arm64', aarch64: 'arm64' },
  ...{ arm: 'arm', armhf: 'arm', ppc64le: 'ppc64le', s390x: 's390x', riscv64: 'riscv64' },
};

/** `--platform` as the API takes it, `linux/amd64` (containerd/platforms, Parse). */
export function parsePlatform(text: string): string {
  if (text === '') return '';
  const refuse = (why: string) =>
    new Error(`error parsing specified platform: ${goQuote(text)}: ${why}: invalid argument`);
  const parts = text.toLowerCase().split('/');
  const [first = '', second, variant] = parts;
  if (parts.length > 3) throw refuse('cannot parse platform specifier');
  if (second === undefined) {
    if (SYSTEMS.includes(first)) return `${first}/amd64`;
    const architecture = ARCHITECTURES[first];
    if (architecture === undefined) throw refuse('unknown operating system or architecture');
    return `linux/${architecture}`;
  }
  return [first, ARCHITECTURES[second] ?? second, ...(variant === undefined ? [] : [variant])].join('/');
}
