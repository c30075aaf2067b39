/** Why something failed, for its reader. */
export interface Explanation {
  /** In French, whole sentences. */
  readonly cause: string;
  /** What would show it, and where: at the host's prompt, or inside that container. */
  readonly command?: string;
  readonly container?: string;
  /** The page that treats it, below the site's root. */
  readonly lesson?: string;
}

export const NBSP = '\u00a0';

/** French quotation marks around a word. */
export const quoted = (text: string): string => `«${NBSP}${text}${NBSP}»`;
