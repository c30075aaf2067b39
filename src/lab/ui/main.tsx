/** The lab, as the page's loader fetches it. */
import { effect } from '@preact/signals';
import { Terminal } from '@xterm/xterm';
import xtermStyles from '@xterm/xterm/css/xterm.css?inline';
import { render } from 'preact';
import { essay as essayBlock } from './block-run.ts';
import { hideChip } from './chip.ts';
import dockStyles from './dock.css?inline';
import { Dock } from './dock.tsx';
import { shape } from './dock-state.ts';
import { Lab } from './lab.ts';
import { markDone } from './marks.ts';
import { blockOf, markRunning } from './page-blocks.ts';
import { offerShared } from './share/share.ts';
import { terminalTheme } from './terminal-theme.ts';

let lab: Lab | undefined;

/** Starts the lab, unseen: the reader is about to need it. */
export function prepare(): Lab {
  if (lab !== undefined) return lab;
  const started = new Lab();
  lab = started;
  started.restore();
  effect(() => markDone(started.done.value));
  effect(() => markRunning(started.running.value?.id));
  effect(() => {
    if (shape.value !== 'closed') hideChip();
  });
  addStyles();
  const place = document.createElement('div');
  document.body.append(place);
  render(<Dock lab={started} />, place);
  return started;
}

/** The dock's looks come with its script: a style sheet imported the usual way would be linked by every page. */
function addStyles(): void {
  const style = document.createElement('style');
  style.textContent = xtermStyles + dockStyles;
  document.head.append(style);
}

/** Runs a block, in the dock; `stepwise`: with time standing still between two things that happen to a packet. */
export function essay(figure: HTMLElement, stepwise: boolean): void {
  essayBlock(prepare(), { block: blockOf(figure), figure }, stepwise);
}

let output: Terminal | undefined;

/** A terminal that only shows, in the page itself; there is one at most. Returns how to write into it. */
export function outputTerminal(element: HTMLElement): (text: string) => void {
  prepare();
  output?.dispose();
  const terminal = new Terminal({ convertEol: true, disableStdin: true, rows: 14, theme: terminalTheme() });
  output = terminal;
  terminal.open(element);
  return (text) => terminal.write(text);
}

/** Opens the dock on the lab as it was left. */
export function resume(): void {
  prepare();
  shape.value = 'open';
}

/** Opens the dock on a lab that somebody else's link carries, once the reader agrees. */
export function openShared(text: string): void {
  const shown = prepare();
  shape.value = 'open';
  offerShared(shown, text);
}
