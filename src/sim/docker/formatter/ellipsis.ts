/** `text` in at most `width` characters, the last one … where something was cut off (docker/cli's formatter.Ellipsis). */
export function ellipsis(text: string, width: number): string {
  const characters = [...text];
  return characters.length <= width ? text : `${characters.slice(0, width - 1).join('')}…`;
}
