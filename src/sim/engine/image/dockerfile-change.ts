import type { ContainerConfig } from '../container/config.ts';
import { invalidParameter } from '../errors.ts';

type Change = (config: ContainerConfig, text: string) => Partial<ContainerConfig>;

const words = (text: string): string[] =>
  [...text.matchAll(/(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|((?:[^\s"'\\]|\\.)+))+/g)].map(([word]) =>
    word.replace(/"((?:[^"\\]|\\.)*)"|'([^']*)'/g, (_, double, single) => double ?? single),
  );

/** `["a","b"]` as it stands; other text is for the shell. */
function command(text: string): string[] {
  try {
    const parsed: unknown = JSON.parse(text);
    if (Array.isArray(parsed) && parsed.every((word) => typeof word === 'string')) return parsed;
  } catch {
    // Not JSON: the shell's form.
  }
  return ['/bin/sh', '-c', text];
}

/** `a=1 b=2`, or the old `a 1`. */
function pairs(text: string): [string, string][] {
  const [first = ''] = words(text);
  if (!first.includes('=')) {
    const [name = '', ...rest] = text.split(/\s+(.*)/);
    return [[name, rest.join('')]];
  }
  return words(text).map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]);
}

const keys = (names: readonly string[]): Record<string, object> => Object.fromEntries(names.map((name) => [name, {}]));

function environment({ Env }: ContainerConfig, text: string): Partial<ContainerConfig> {
  const set = new Map((Env ?? []).map((variable) => [variable.split('=')[0] as string, variable]));
  for (const [name, value] of pairs(text)) set.set(name, `${name}=${value}`);
  return { Env: [...set.values()] };
}

/** The instructions that `docker commit --change` takes (moby/builder/dockerfile, validCommitCommands). */
const CHANGES: Readonly<Record<string, Change>> = {
  CMD: (_, text) => ({ Cmd: command(text) }),
  ENTRYPOINT: (_, text) => ({ Entrypoint: command(text) }),
  ENV: environment,
  EXPOSE: ({ ExposedPorts }, text) => ({
    ExposedPorts: { ...ExposedPorts, ...keys(words(text).map((port) => (port.includes('/') ? port : `${port}/tcp`))) },
  }),
  LABEL: ({ Labels }, text) => ({ Labels: { ...Labels, ...Object.fromEntries(pairs(text)) } }),
  ONBUILD: ({ OnBuild }, text) => ({ OnBuild: [...(OnBuild ?? []), text] }),
  STOPSIGNAL: (_, text) => ({ StopSignal: text }),
  USER: (_, text) => ({ User: text }),
  VOLUME: ({ Volumes }, text) => ({
    Volumes: { ...Volumes, ...keys(text.startsWith('[') ? command(text) : words(text)) },
  }),
  WORKDIR: ({ WorkingDir }, text) => ({ WorkingDir: text.startsWith('/') ? text : `${WorkingDir}/${text}` }),
};

/** A configuration with Dockerfile instructions applied. Throws for one that is no change. */
export function withChanges(config: ContainerConfig, changes: readonly string[]): ContainerConfig {
  const changed = { ...config };
  for (const line of changes) {
    const [word = '', text = ''] = line.trim().split(/\s+(.*)/s);
    const change = CHANGES[word.toUpperCase()];
    if (change === undefined) throw invalidParameter(`${word} is not a valid change command`);
    Object.assign(changed, change(changed, text));
  }
  return changed;
}
