import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Site } from './site.ts';

/** Someone who reads a page of the site and uses the lab in it, by what can be seen and reached there. */
export class Reader {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get dock(): Locator {
    return this.page.getByRole('region', { name: 'Laboratoire' });
  }

  /** The terminal's window, beside others or under a tab. */
  terminal(name: string): Locator {
    const named = { name: new RegExp(`^Terminal ${name}\\b`) };
    return this.dock.getByRole('group', named).or(this.dock.getByRole('tabpanel', named));
  }

  /** The rows that the terminal's window shows, as lines; without the blanks after the last of them. */
  async screen(name: string): Promise<string> {
    const rows = await this.terminal(name).locator('.xterm-rows > div').allTextContents();
    return rows.join('\n').trimEnd();
  }

  /** Waits until the terminal shows something. */
  async sees(name: string, shown: string | RegExp): Promise<void> {
    const pattern = typeof shown === 'string' ? expect.stringContaining(shown) : expect.stringMatching(shown);
    await expect.poll(() => this.screen(name)).toEqual(pattern);
  }

  /** The page's runnable block of that number, from 1. */
  block(number: number): Locator {
    return this.page.locator(`#essai-${number}`);
  }

  async essay(number: number): Promise<void> {
    await this.block(number).getByRole('button', { name: 'Essayer' }).click();
  }

  /** Waits until a block has run to its end and is marked. */
  async finished(number: number): Promise<void> {
    await this.block(number).getByText('Fait', { exact: true }).waitFor();
    await this.block(number).getByRole('button', { name: 'Essayer' }).waitFor();
  }

  async run(number: number): Promise<void> {
    await this.essay(number);
    await this.finished(number);
  }

  /** Comes to a block by having those before it replayed. */
  async coldStart(number: number): Promise<void> {
    await this.essay(number);
    await this.press(/^Les? rejouer, puis exécuter$/);
    await this.finished(number);
  }

  /** The numbers of the page's blocks that are marked as done. */
  async done(): Promise<number[]> {
    const marks = await this.page.locator('figure[data-essayer]').evaluateAll((figures) =>
      figures.map((figure) => {
        const mark = figure.querySelector('[data-essayer-done]');
        return mark?.checkVisibility() ? Number(figure.id.split('-')[1]) : 0;
      }),
    );
    return marks.filter((number) => number > 0);
  }

  /** Presses a button of the dock. */
  async press(name: string | RegExp): Promise<void> {
    await this.dock.getByRole('button', { name, exact: true }).click();
  }

  async type(terminal: string, text: string): Promise<void> {
    await this.terminal(terminal).locator('.xterm-screen').click();
    await this.page.keyboard.type(text);
  }
}

/** Opens a page for a reader who has never been there; at the end the browser must have had nothing to complain of. */
export async function reading(
  site: Site,
  path: string,
  options: BrowserContextOptions,
  body: (reader: Reader) => Promise<void>,
): Promise<void> {
  const { page, complaints } = await site.visit(path, options);
  try {
    await body(new Reader(page));
    expect(complaints).toEqual([]);
  } finally {
    await page.context().close();
  }
}

/** A reader whose browser keeps something of earlier visits. */
export const keeping = (site: Site, kept: Readonly<Record<string, string>>): BrowserContextOptions => ({
  storageState: {
    cookies: [],
    origins: [
      {
        origin: new URL(site.url).origin,
        localStorage: Object.entries(kept).map(([name, value]) => ({ name, value })),
      },
    ],
  },
});
