/** The comparer of the transcripts: masks what no two engines share, and holds identities against each other. See tests/transcripts/README.md. */

interface Mask {
  readonly kind: string;
  readonly pattern: RegExp;
  /** Equal values there must be equal values here. */
  readonly identity?: boolean;
  /** The masked text's width varies, so runs of blanks count as two. */
  readonly varies?: boolean;
  /** What was typed comes back as typed. */
  readonly typed?: boolean;
}

/** Of the kernel's choice: 32768 to 60999. */
const EPHEMERAL = '(?:3276[89]|327[7-9]\\d|32[89]\\d\\d|3[3-9]\\d{3}|[45]\\d{4}|60\\d{3})';

const MASKS: readonly Mask[] = [
  { kind: 'SWARMID', pattern: /\b(?=[a-z]*\d)(?=[0-9]*[a-z])[0-9a-z]{25}\b/g, identity: true, typed: false },
  { kind: 'ID', pattern: /\b[0-9a-f]{64}\b/g, identity: true, typed: true },
  { kind: 'ID', pattern: /\b(?=[0-9a-f]*\d)[0-9a-f]{12}\b/g, identity: true, typed: true },
  { kind: 'MAC', pattern: /\b(?!02:42:)(?:[0-9a-f]{2}:){5}[0-9a-f]{2}\b/gi, identity: true, typed: true },
  // Made of the MAC (RFC 4291 appendix A), and as random.
  { kind: 'FE80', pattern: /\bfe80::[0-9a-f:]+\b/g, varies: true, typed: true },
  { kind: 'VETH', pattern: /\bveth[0-9a-f]{7}\b/g, identity: true },
  {
    kind: 'TIME',
    pattern: /\b(?!0001-01-01)\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z| ?[+-]\d\d:?\d\d(?: UTC)?)?/g,
    varies: true,
    typed: true,
  },
  {
    kind: 'AGO',
    pattern: /\b(?:Less than a second|About (?:a|an) (?:second|minute|hour)|\d+ (?:second|minute|hour)s?)(?: ago)?\b/g,
    varies: true,
  },
  { kind: 'MS', pattern: /\b\d+\.\d{3}(?= ?ms|\/)|(?<=\/)\d+\.\d{3}\b|(?<=\btime[= ])[\d.]+(?= ?ms)/g },
  { kind: 'PORT', pattern: new RegExp(`(?<=[:.]|"HostPort": ?")${EPHEMERAL}\\b`, 'g'), typed: true },
  { kind: 'JOB', pattern: /(?<=^\[\d+\] )\d+$/gm },
  { kind: 'BUILD', pattern: /(?<=BusyBox v1\.37\.0 \()[^)\n]*(?=\))/g },
  { kind: 'COUNT', pattern: /(?<=\b(?:RX|TX) (?:packets|bytes):)\d+(?: \([\d.]+ [KMG]?i?B\))?/g, varies: true },
  { kind: 'INDEX', pattern: /^\d+(?=: [a-z])|(?<=@if)\d+/gm, varies: true },
];

/** Names that Docker made up, as `stoic_kilby`; words of its own with an underscore are none. */
const NAME = /\b[a-z]+_[a-z]+\d?\b/g;
const WORDS = new Set([
  'enable_icc',
  'enable_ip_masquerade',
  'host_binding_ipv',
  'default_bridge',
  'icmp_seq',
  'valid_lft',
  'preferred_lft',
]);

export interface Step {
  readonly input?: string;
  readonly output?: string;
  readonly late?: string;
  readonly prompt?: string | null;
  readonly exit?: number;
  readonly unstable?: unknown;
}

export interface Difference {
  readonly step: number;
  readonly what: 'output' | 'prompt' | 'exit' | 'identity';
  readonly expected: unknown;
  readonly actual: unknown;
}

interface Masked {
  readonly text: string;
  readonly identities: readonly { readonly kind: string; readonly value: string }[];
}

function mask(shown: string, typed: ReadonlySet<string>): Masked {
  const identities: { kind: string; value: string }[] = [];
  let varies = false;
  let text = shown.replaceAll('\r\n', '\n').replace(/\x1b\[[0-9;]*m/g, '');
  for (const { kind, pattern, identity, varies: width, typed: keeps } of MASKS) {
    text = text.replace(pattern, (raw) => {
      if (keeps && typed.has(raw.toLowerCase())) return raw;
      varies ||= width ?? false;
      if (identity) identities.push({ kind, value: raw.toLowerCase() });
      return `<${kind}>`;
    });
  }
  text = text.replace(NAME, (raw) => {
    if (typed.has(raw) || WORDS.has(raw)) return raw;
    varies = true;
    identities.push({ kind: 'NAME', value: raw });
    return '<NAME>';
  });
  return { text: varies ? text.replace(/ {2,}/g, '  ').replace(/ +$/gm, '') : text, identities };
}

/** All words that were typed, as they stand and in lower case. */
const wordsOf = (steps: readonly Step[]): ReadonlySet<string> =>
  new Set(steps.flatMap(({ input = '' }) => input.split(/[\s=,'"/]+/).flatMap((word) => [word, word.toLowerCase()])));

const whole = ({ late, output = '' }: Step): string => (late ? `${late}\u241e${output}` : output);

/** What differs between a recording and what was played; steps marked unstable are not compared. */
export function compare(recorded: readonly Step[], played: readonly Step[]): Difference[] {
  const typed = wordsOf(recorded);
  const known = new Map<string, string>();
  return recorded.flatMap((want, step) => {
    if (want.unstable) return [];
    const difference = compareStep(want, played[step] ?? {}, typed, known);
    return difference === undefined ? [] : [{ step, ...difference }];
  });
}

function compareStep(
  want: Step,
  got: Step,
  typed: ReadonlySet<string>,
  known: Map<string, string>,
): Omit<Difference, 'step'> | undefined {
  const expected = mask(whole(want), typed);
  const actual = mask(whole(got), typed);
  if (expected.text !== actual.text) return { what: 'output', expected: expected.text, actual: actual.text };
  if ((want.prompt ?? null) !== (got.prompt ?? null))
    return { what: 'prompt', expected: want.prompt, actual: got.prompt };
  if (want.exit !== undefined && want.exit !== got.exit) return { what: 'exit', expected: want.exit, actual: got.exit };
  return compareIdentities(expected.identities, actual.identities, known);
}

/** A 64-digit id and its first 12 digits are one identity. */
const short = (kind: string, value: string): string => (kind === 'ID' ? value.slice(0, 12) : value);

function compareIdentities(
  expected: Masked['identities'],
  actual: Masked['identities'],
  known: Map<string, string>,
): Omit<Difference, 'step'> | undefined {
  for (const [index, { kind, value }] of expected.entries()) {
    const key = `${kind} ${short(kind, value)}`;
    const mine = short(kind, actual[index]?.value ?? '');
    const before = known.get(key);
    if (before === undefined) known.set(key, mine);
    else if (before !== mine) return { what: 'identity', expected: `${key} is ${before} here`, actual: mine };
  }
  return undefined;
}
