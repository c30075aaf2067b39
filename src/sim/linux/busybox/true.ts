/** true: takes no options, not even --help. */
export function* trueApplet() {
  return 0;
}
