import { expect, test } from 'vitest';
import type { CommandRecord, History, HistoryEntry, LabEvent } from '../../protocol.ts';
import { Session } from '../../session.ts';
import { cutAfter } from './cut.ts';
import { Travel } from './travel.ts';

const SECOND = 1_000_000;

/** A lab as the page has it: what the worker tells, and what is kept; `type` gives a command and waits for it. */
class Page {
  readonly kept: History[] = [];
  readonly travel = new Travel({
    start: (history) => this.start(history),
    keep: (history) => this.kept.push(history),
  });
  session = this.start(null);

  start(history: History | null): Session {
    this.session = new Session({ history, seed: 3, epoch: 1_795_165_200_000_000 }, (event) => this.#heed(event));
    return this.session;
  }

  type(line: string): void {
    if (this.session.terminals.length === 0) this.session.act({ kind: 'open', terminal: '1', columns: 80, rows: 24 });
    for (const key of `${line}\r`) {
      this.session.advance(this.session.now + SECOND / 10);
      this.session.act({ kind: 'input', terminal: '1', data: key });
    }
    this.session.advance(this.session.now + 2 * SECOND);
  }

  get lines(): string[] {
    return this.travel.commands.value.map(({ line }) => line);
  }

  get networks(): string[] {
    return this.session.topology().machines[0]?.networks.map(({ name }) => name) ?? [];
  }

  #heed(event: LabEvent): void {
    if (event.type === 'command') this.travel?.note(event.command);
    if (event.type === 'history' && this.travel?.heed(event.history)) this.kept.push(event.history);
  }
}

function labWithThreeNetworks(): Page {
  const page = new Page();
  for (const name of ['one', 'two', 'three']) page.type(`docker network create ${name}`);
  return page;
}

test('one goes to any command, looks around, and comes back to the same lab', () => {
  const page = labWithThreeNetworks();
  const present = page.session.history();
  page.travel.visit(1, present);
  expect(page.networks).toContain('one');
  expect(page.networks).not.toContain('two');
  expect(page.travel.at.value).toBe(1);
  page.travel.comeBack();
  expect(page.session.history()).toEqual(present);
  expect(page.networks).toContain('three');
});

test('a past that is only looked at is not kept, whatever the windows’ sizes do', () => {
  const page = labWithThreeNetworks();
  page.travel.visit(1, page.session.history());
  const kept = page.kept.length;
  page.session.act({ kind: 'resize', terminal: '1', columns: 60, rows: 20 });
  expect(page.kept).toHaveLength(kept);
  expect(page.travel.at.value).toBe(1);
});

test('going on from the past keeps what followed as a branch, which can be taken again', () => {
  const page = labWithThreeNetworks();
  page.travel.visit(1, page.session.history());
  page.type('docker network create other');
  expect(page.lines).toEqual(['docker network create one', 'docker network create other']);
  expect(page.travel.at.value).toBeUndefined();
  const [branch] = page.travel.branches.value;
  page.travel.take(branch as History, page.session.history());
  expect(page.networks).toContain('three');
  expect(page.networks).not.toContain('other');
  expect(page.travel.branches.value).toHaveLength(1);
});

test('undoing takes the last command back, and keeps it as a branch', () => {
  const page = labWithThreeNetworks();
  page.travel.undo(page.session.history());
  expect(page.networks).not.toContain('three');
  expect(page.lines).toHaveLength(2);
  expect(page.kept.at(-1)?.entries.length).toBe(page.session.history().entries.length);
  expect(page.travel.branches.value).toHaveLength(1);
});

test('before the first command, the terminal is open and nothing was typed', () => {
  const page = labWithThreeNetworks();
  page.travel.visit(0, page.session.history());
  expect(page.session.terminals).toEqual(['1']);
  expect(page.session.history().entries.map(({ kind }) => kind)).toEqual(['open']);
});

test('a command that runs on is cut before the next key', () => {
  const entries: HistoryEntry[] = [
    { at: 0, kind: 'open', terminal: '1', columns: 80, rows: 24 },
    { at: SECOND, kind: 'input', terminal: '1', data: 'ping x\r' },
    { at: 2 * SECOND, kind: 'input', terminal: '1', data: '\x03' },
  ];
  const history: History = { version: 1, seed: 1, epoch: 0, entries, now: 9 * SECOND };
  const ping: CommandRecord = { number: 1, terminal: '1', line: 'ping x', start: SECOND };
  expect(cutAfter(history, ping)).toMatchObject({ entries: entries.slice(0, 2), now: 2 * SECOND - 1 });
});
