/** false: takes no options, not even --help. */
export function* falseApplet() {
  return 1;
}
