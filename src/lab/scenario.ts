/** A scenario: what a person types, where and when. Its fields are those of the transcripts in tests/transcripts. */
export interface Scenario {
  readonly title?: string;
  readonly cols?: number;
  readonly steps: readonly Step[];
}

export interface Step {
  /** A terminal's name; it is opened at its first use. */
  readonly terminal?: string;
  /** The machine whose shell the terminal opens. */
  readonly host?: string;
  /** A line typed and sent with Enter; or `key`. */
  readonly input?: string;
  readonly key?: Key;
  /** Return once so many lines were shown, leaving the program running. */
  readonly lines?: number;
  /** Seconds to wait after the step. */
  readonly sleep?: number;
  /** Seconds from the first step that the clock is to reach before the line is sent. */
  readonly at?: number;
  /** Seconds after which a step is over even without a prompt; `true` in transcripts notes that a step ended so. */
  readonly timeout?: number | true;
}

/** A step as it was played. */
export interface PlayedStep extends Step {
  /** What the terminal showed in answer, without the echo of the input and without the prompt. */
  readonly output: string;
  /** `host`, a shell's literal prompt, `question`, or null while a program runs. */
  readonly prompt: string | null;
  /** At the host's prompt: the status of the last command. */
  readonly exit?: number;
  /** What arrived since the terminal's last step. */
  readonly late?: string;
}

export const KEYS = { '^C': '\x03', '^D': '\x04', '^P^Q': '\x10\x11', '^Z': '\x1a', Enter: '\r' } as const;
export type Key = keyof typeof KEYS;

/** A scenario that cannot be played, with the reason. */
export class ScenarioError extends Error {}

type Check = (value: unknown) => boolean;
const isString: Check = (value) => typeof value === 'string';
const isPositive: Check = (value) => typeof value === 'number' && Number.isFinite(value) && value >= 0;
const isCount: Check = (value) => isPositive(value) && Number.isInteger(value);
const anything: Check = () => true;

/** Transcripts carry what was recorded besides what was typed: these fields are taken, and not looked at. */
const RECORDED = { output: isString, prompt: anything, exit: anything, unstable: anything, late: anything };

const STEP_FIELDS: Readonly<Record<string, Check>> = {
  terminal: (value) => isString(value) || isCount(value),
  host: isString,
  input: isString,
  key: (value) => isString(value) && (value as string) in KEYS,
  lines: isCount,
  sleep: isPositive,
  at: isPositive,
  timeout: (value) => value === true || isPositive(value),
  ...RECORDED,
};

const SCENARIO_FIELDS: Readonly<Record<string, Check>> = {
  title: isString,
  cols: (value) => isCount(value) && value !== 0,
  steps: Array.isArray,
  recorded: isString,
};

/** Reads a scenario. Throws {@link ScenarioError} for what is not JSON, not a scenario, or has a field that there is not. */
export function parseScenario(text: string): Scenario {
  const scenario = checkFields(parseJson(text), SCENARIO_FIELDS, 'the scenario');
  if (!('steps' in scenario)) throw new ScenarioError('the scenario has no steps');
  const steps = (scenario.steps as unknown[]).map((step, index) => {
    const where = `step ${index}`;
    const fields = checkFields(step, STEP_FIELDS, where);
    if ('input' in fields === 'key' in fields) throw new ScenarioError(`${where}: one of "input" and "key" is needed`);
    return { ...fields, ...('terminal' in fields && { terminal: String(fields.terminal) }) } as Step;
  });
  return { ...scenario, steps };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ScenarioError(`not valid JSON: ${(error as Error).message}`);
  }
}

function checkFields(value: unknown, fields: Readonly<Record<string, Check>>, where: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ScenarioError(`${where} is not an object`);
  }
  for (const [name, content] of Object.entries(value)) {
    const check = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (check === undefined) throw new ScenarioError(`${where}: unknown field "${name}"`);
    if (!check(content)) throw new ScenarioError(`${where}: "${name}" cannot be ${JSON.stringify(content)}`);
  }
  return value as Record<string, unknown>;
}
