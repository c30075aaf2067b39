/** `os/architecture/variant` as both the CLI and the engine take it (containerd/platforms). */

const OS = '^([A-Za-z0-9_-]+)(?:\\(([A-Za-z0-9_.%-]*)((?:\\+[A-Za-z0-9_.%-]+)*)\\))?$';
const PART = '^[A-Za-z0-9_.-]+$';
const MOST_PARTS = 3;

const SYSTEMS = ['aix', 'android', 'darwin', 'dragonfly', 'freebsd', 'illumos', 'ios', 'js', 'linux', 'netbsd'].concat([
  'openbsd',
  'plan9',
  'solaris',
  'windows',
  'zos',
]);

const ARCHITECTURES = ['386', 'amd64', 'arm', 'arm64', 'loong64', 'mips64le', 'ppc64le', 's390x', 'riscv64', 'wasm'];

const OTHER_NAMES: Readonly<Record<string, string>> = {
  ...{ macos: 'darwin', x86_64: 'amd64', 'x86-64': 'amd64', i386: '386' },
  ...{ aarch64: 'arm64', armhf: 'arm', armel: 'arm/v6' },
};

/** A platform in its usual words, as `linux/amd64`; empty for the empty one. Throws in containerd's words for what is none. */
export function parsePlatform(text: string): string {
  if (text === '') return '';
  if (text.includes('*')) throw refusal(`${quote(text)}: wildcards not yet supported`);
  const parts = text.split('/');
  checkParts(text, parts);
  const [first = '', ...rest] = parts.map((part) => part.toLowerCase()).map((part) => OTHER_NAMES[part] ?? part);
  const os = first.replace(/\(.*/, '');
  if (rest.length > 0) return `${first}/${withVariant(rest.join('/'))}`;
  if (SYSTEMS.includes(os)) return `${first}/amd64`;
  if (ARCHITECTURES.includes(os.split('/')[0] ?? '')) return `linux/${first}`;
  throw refusal(`${quote(text)}: unknown operating system or architecture`);
}

const quote = (text: string): string => JSON.stringify(text);

const refusal = (why: string): Error => new Error(`${why}: invalid argument`);

function checkParts(text: string, [os = '', ...parts]: readonly string[]): void {
  const component = (part: string, what: string) => `${quote(part)} is an invalid ${what} of ${quote(text)}`;
  if (!new RegExp(OS).test(os)) {
    throw refusal(`${component(os, 'OS component')}: OSAndVersion specifier component must match ${quote(OS)}`);
  }
  const wrong = parts.find((part) => !new RegExp(PART).test(part));
  if (wrong !== undefined) {
    throw refusal(`${component(wrong, 'component')}: platform specifier component must match ${quote(PART)}`);
  }
  if (parts.length >= MOST_PARTS) throw refusal(`${quote(text)}: cannot parse platform specifier`);
}

/** amd64's first variant goes without saying; arm's may lack their `v`. */
const withVariant = (architecture: string): string =>
  architecture === 'amd64/v1' ? 'amd64' : architecture.replace(/^(arm(?:64)?)\/(\d)$/, '$1/v$2');
