import type { ITheme } from '@xterm/xterm';

const COLOURS = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;
const bright = (colour: (typeof COLOURS)[number]): keyof ITheme =>
  `bright${colour.charAt(0).toUpperCase()}${colour.slice(1)}` as keyof ITheme;

/** The terminal's colours as the page's style sheet has them now (`--lab-*` in dock.css). */
export function terminalTheme(): ITheme {
  const style = getComputedStyle(document.documentElement);
  const value = (name: string): string => style.getPropertyValue(`--lab-${name}`).trim();
  const ansi = COLOURS.flatMap((colour) => [
    [colour, value(colour)],
    [bright(colour), value(`bright-${colour}`) || value(colour)],
  ]);
  return {
    background: value('terminal'),
    foreground: value('text'),
    cursor: value('cursor'),
    cursorAccent: value('terminal'),
    selectionBackground: value('selection'),
    scrollbarSliderBackground: value('slider'),
    scrollbarSliderHoverBackground: value('bright-black'),
    scrollbarSliderActiveBackground: value('bright-black'),
    ...Object.fromEntries(ansi),
  };
}

/** Calls `change` whenever the page's theme does. Returns how to stop that. */
export function onThemeChange(change: () => void): () => void {
  const observer = new MutationObserver(change);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}
