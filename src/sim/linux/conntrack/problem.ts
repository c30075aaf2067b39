/** What conntrack says of a command line that is wrong; it ends with 2. */
export class ConntrackProblem extends Error {}
