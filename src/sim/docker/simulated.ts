import type { Command, Invocation } from '../command/command.ts';
import type { Flags } from '../command/flag.ts';

/** Said by all that a real docker does and this one does not yet, in words that no one can take for Docker's. */
const refusal = (what: string): string => `docker : cette simulation (Passerelle) ne gère pas encore ${what}.`;

export const commandRefusal = (path: string): string => refusal(`la commande « ${path} »`);

/** What is said of those options given that are taken but have nothing to act on. */
export function optionNotices(flags: Flags, changed: ReadonlySet<string>): string[] {
  const idle = [...changed].filter((name) => flags[name]?.simulated === 'noted');
  return idle.map(
    (name) => `docker : cette simulation (Passerelle) note l’option --${name}, qui reste ici sans effet.`,
  );
}

/** The refusal of the first option given that has no effect here. */
export function optionRefusal<C, R>(command: Command<C, R>, { changed }: Invocation): string | undefined {
  const lacking = [...changed].find((name) => command.flags[name]?.simulated === false);
  return lacking === undefined ? undefined : refusal(`l’option --${lacking}`);
}
