import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compare, type Step } from '../compare.ts';
import { keeping, type Reader, reading } from './reader.ts';
import { Site } from './site.ts';

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site.close());

interface RecordedStep extends Step {
  readonly terminal: string;
  readonly key?: string;
  readonly lines?: number;
  readonly output: string;
}

const transcript = new URL('../transcripts/00-chapter.json', import.meta.url);
const recorded: readonly RecordedStep[] = JSON.parse(readFileSync(transcript, 'utf8')).steps;

/** So large that no line folds and none scrolls away: all that was ever shown can be read off the windows. */
const ALL_IN_SIGHT = { viewport: { width: 3400, height: 4600 } };
const TALL_DOCK = { 'passerelle:dock': JSON.stringify({ place: 'foot', height: 3800 }) };

test('every « Essayer » of part 2, clicked in order, shows what a real Docker showed', async () => {
  await reading(site, 'bridge/lister/', { ...ALL_IN_SIGHT, ...keeping(site, TALL_DOCK) }, async (reader) => {
    await tryAll(reader, 1);
    await goOn(reader, 'Inspecter un réseau');
    await tryAll(reader, 2);
    await goOn(reader, 'Deux conteneurs sur le bridge');
    await tryAll(reader, 12);
    await goOn(reader, 'L’option --link');
    await tryAll(reader, 12);
    await reader.sees('1', /alpine1\n.*\n.*\nroot@docker1:~#$/);
    const shown = new Map([...(await outputs(reader, '1')), ...(await outputs(reader, '2'))]);
    const played = recorded.map((step) => asShown(step, shown.get(step) ?? ''));
    expect(
      compare(
        recorded.map((step) => asShown(step, step.output)),
        played,
      ),
    ).toEqual([]);
    // This one block is the lesson's own; no transcript has it.
    await reader.sees('3', 'ping: sendto: Network is unreachable');
  });
}, 180_000);

test.each([
  {
    path: 'reseaux/creer/',
    last: 13,
    shows: ['64 bytes from 172.18.0.2: seq=2', /Name:\s+base\nAddress: 172\.18\.0\.\d\nName:\s+base\nAddress: 172/],
  },
  {
    path: 'reseaux/isoler/',
    last: 13,
    shows: [
      '1 packets transmitted, 0 packets received, 100% packet loss',
      '64 bytes from 172.19.0.3: seq=1',
      'inet addr:10.20.0.42',
      'Deleted Networks:\ncoffre\nbureau',
    ],
  },
  {
    path: 'reseaux/ports/',
    last: 18,
    shows: [
      '<title>Welcome to nginx!</title>',
      '--dport 8080 -j DNAT --to-destination 172.17.0.2:80',
      'Bind for 0.0.0.0:8080 failed: port is already allocated',
      'curl: (7) Failed to connect to 192.168.65.3:8081',
    ],
  },
])(
  'the last « Essayer » of $path has those before it replayed, which show what the page tells',
  async ({ path, last, shows }) => {
    await reading(site, path, { ...ALL_IN_SIGHT, ...keeping(site, TALL_DOCK) }, async (reader) => {
      await reader.coldStart(last);
      for (const shown of shows) await reader.sees('1', shown);
    });
  },
);

async function tryAll(reader: Reader, blocks: number): Promise<void> {
  expect(await reader.page.getByRole('button', { name: 'Essayer' }).count()).toBe(blocks);
  for (let number = 1; number <= blocks; number++) await reader.run(number);
}

async function goOn({ page }: Reader, title: string): Promise<void> {
  await page.getByRole('link', { name: `Page suivante ${title}` }).click();
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
}

/** Cuts what a terminal shows at the recorded commands: each step of that terminal with its answer. */
async function outputs(reader: Reader, terminal: string): Promise<[RecordedStep, string][]> {
  const steps = recorded.filter((step) => step.terminal === terminal);
  const screen = `${await reader.screen(terminal)} `;
  const prompt = screen.slice(0, screen.indexOf(steps[0]?.input ?? ''));
  const cuts: { begins: number; ends: number }[] = [];
  let stands = prompt;
  for (const { input, key, prompt: after } of steps) {
    const echo = key ?? `${stands}${input}\n`;
    const begins = screen.indexOf(echo, cuts.at(-1)?.ends ?? 0);
    if (begins < 0) throw new Error(`terminal ${terminal} does not show « ${echo} » in its turn:\n${screen}`);
    // A key's echo is part of the answer, as the recorder has it.
    cuts.push({ begins, ends: key === undefined ? begins + echo.length : begins });
    stands = after === 'host' ? prompt : after === 'question' ? '' : (after ?? '');
  }
  const end = screen.length - stands.length;
  expect(screen.slice(end)).toBe(stands);
  return steps.map((step, index) => [step, screen.slice(cuts[index]?.ends, cuts[index + 1]?.begins ?? end)]);
}

/** A step as it can be read off a screen: tabs are blanks, a `ping` may have got more answers before it was interrupted, `$?` is not seen. */
function asShown(step: RecordedStep, output: string): Step {
  const lines = output.split('\n').map(withoutTabs);
  const text = step.lines === undefined ? lines.join('\n') : `${lines.slice(0, step.lines).join('\n')}\n`;
  const counted = text.replace(/(\d+) packets transmitted, \1 packets received/, 'all $1 packets received');
  return { ...step, output: counted.replace(/all \d+/, 'all'), exit: undefined };
}

const withoutTabs = (line: string): string =>
  line.split('\t').reduce((before, after) => before.padEnd((Math.floor(before.length / 8) + 1) * 8) + after);
