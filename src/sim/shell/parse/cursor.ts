/** Source text and how far it has been read. Aliases change the text after `pos`. */
export interface Cursor {
  source: string;
  pos: number;
}
