/** Why a text is no filter, in libpcap's words. */
export class FilterError extends Error {}

/** Of the grammar; what begins as one thing may be tried as another. */
export class FilterSyntaxError extends FilterError {}

export const syntaxError = (): FilterSyntaxError =>
  new FilterSyntaxError("can't parse filter expression: syntax error");
