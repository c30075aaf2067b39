import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { dispatch } from '../command/dispatch.ts';
import { helpPage } from '../command/help.ts';
import { root } from './root.ts';

const TESTS = new URL('../../../tests/', import.meta.url);
const read = (name: string) => JSON.parse(readFileSync(new URL(name, TESTS), 'utf8'));

/** What a real docker 28.5.2 printed for `… --help` on 80 columns, by command. */
const pages: Record<string, string> = read('help-pages.json');

/** The warning before the legacy builder's pages is no part of them. */
const withoutWarning = (page: string): string => page.replace(/^DEPRECATED[\s\S]*?\n\n/, '');

function printed(words: readonly string[]): string {
  const { notices, outcome } = dispatch(root, words);
  if (outcome.kind === 'help') return [...notices, helpPage(outcome.command, 80)].join('\n');
  return outcome.kind === 'print' ? [...notices, outcome.text].join('\n') : '(runs)';
}

test.each(Object.entries(pages))('%s --help is the page of the real one', (command, page) => {
  const words = command.split(' ').slice(1);
  expect(printed([...words, '--help']).trimEnd()).toBe(withoutWarning(page).trimEnd());
});

interface Step {
  readonly input?: string;
  readonly output: string;
  readonly exit?: number;
}

const transcripts = readdirSync(new URL('transcripts/', TESTS)).filter((name) => /^(23|61)-/.test(name));

const steps = transcripts.flatMap((name) => (read(`transcripts/${name}`) as { steps: Step[] }).steps);

/** Lines of plain words, which need no shell to be taken apart. */
const plain = steps.filter(({ input }) => /^docker( [\w=-]+)*$/.test(input ?? ''));

test.each(plain)('$input', ({ input = '', output, exit }) => {
  const words = input.split(' ').slice(1);
  const { outcome } = dispatch(root, words);
  expect(printed(words).trimEnd()).toBe(output.trimEnd());
  expect(outcome.kind === 'print' ? outcome.status : 0).toBe(exit);
});

test.each([
  ['container remove x', '(runs)'],
  ['remove x', 'docker: unknown command: docker remove'],
  ['network --color ls', 'unknown flag: --color'],
  ['ps -qan2', '(runs)'],
  ['ps -z', "unknown shorthand flag: 'z' in -z"],
  ['run -itz alpine', "unknown shorthand flag: 'z' in -z"],
  ['run --name', 'flag needs an argument: --name'],
  ['run -h', "flag needs an argument: 'h' in -h"],
  ['run alpine --foo -z', '(runs)'],
  ['ps ---', 'bad flag syntax: ---'],
  ['ps --all=', 'invalid argument "" for "-a, --all" flag: strconv.ParseBool: parsing "": invalid syntax'],
  ['stop -t x y', 'invalid argument "x" for "-t, --timeout" flag: strconv.ParseInt: parsing "x": invalid syntax'],
  ['run -m 1x alpine', `invalid argument "1x" for "-m, --memory" flag: invalid suffix: 'x'`],
  ['run --dns x alpine', 'invalid argument "x" for "--dns" flag: IP address is not correctly formatted: x'],
  [
    'run --health-interval 3 alpine',
    'invalid argument "3" for "--health-interval" flag: time: missing unit in duration "3"',
  ],
  ['ps --filter a', 'invalid argument "a" for "-f, --filter" flag: bad format of filter (expected name=value)'],
  ['images a b', "docker: 'docker images' requires at most 1 argument"],
  ['port', "docker: 'docker port' requires at least 1 and at most 2 arguments"],
  ['exec srv', "docker: 'docker exec' requires at least 2 arguments"],
  ['stop --time 3', 'Flag --time has been deprecated, use --timeout instead'],
  ['container -h', 'Flag shorthand -h has been deprecated, use --help'],
  ['--version', 'Docker version 28.5.2, build ecc6942'],
  ['help ps foo', 'unknown help topic: foo'],
  ['rn -it alpine sh', "unknown shorthand flag: 'i' in -it"],
  ['rn alpine -v', 'Docker version 28.5.2, build ecc6942'],
  ['rn --help', 'Usage:  docker [OPTIONS] COMMAND'],
  ['rn -- --rm', 'docker: unknown command: docker rn'],
])('docker %s begins with what docker says', (line, first) => {
  expect(printed(line.split(' ')).split('\n')[0]).toBe(first);
});
