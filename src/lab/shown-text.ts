import type { PlayedStep } from './scenario.ts';

/** The host shell's prompt while scenarios are played: it carries the status of the last command. */
export const HOST_PS1 = '\u27e6$?\u27e7 ';
const HOST_PROMPT = /\u27e6(\d+)\u27e7 $/;
const SHELL_PROMPT = /(?:^|\n)([^\n]{0,60}[#$>] )$/;
const QUESTION = /\[y\/N\] $/;
/** What editors of command lines send for the terminal, not for the reader. */
const EDITING = /\x1b\[6n|\x1b\[J|\x1b\[\?2004[hl]/g;

/** A terminal's raw output as text with plain newlines. */
export const shownText = (raw: string): string => raw.replace(EDITING, '').replaceAll('\r\n', '\n');

/** Does it end with something that waits for the reader? */
export const atPrompt = (text: string): boolean =>
  HOST_PROMPT.test(text) || SHELL_PROMPT.test(text) || QUESTION.test(text);

export const withoutPrompt = (text: string): string => text.replace(HOST_PROMPT, '');

export const lineCount = (text: string): number => text.split('\n').length - 1;

/** Without the typed line that the terminal shows first. */
export function withoutEcho(text: string, input: string | undefined): string {
  if (input === undefined) return text;
  const start = text.replace(/^\r+/, '');
  const at = start.slice(0, input.length + 80).indexOf(input);
  const rest = at < 0 ? start : start.slice(at + input.length);
  return rest.startsWith('\n') ? rest.slice(1) : rest;
}

/** What a step showed, and the prompt that it ended at. */
export function split(text: string): Pick<PlayedStep, 'output' | 'prompt' | 'exit'> {
  const host = HOST_PROMPT.exec(text);
  if (host !== null) return { output: text.slice(0, host.index), prompt: 'host', exit: Number(host[1]) };
  if (QUESTION.test(text)) return { output: text, prompt: 'question' };
  const inner = SHELL_PROMPT.exec(text);
  if (inner === null) return { output: text, prompt: null };
  const prompt = inner[1] as string;
  return { output: text.slice(0, text.length - prompt.length), prompt: prompt.split('\r').at(-1) as string };
}
