const TEMPLATES = `'json':             Print in JSON format
'TEMPLATE':         Print output using the given Go template.
Refer to https://docs.docker.com/go/formatting/ for more information about formatting output with templates`;

/** What help says of `--format` where a list is printed. */
export const FORMAT_HELP = `Format output using a custom template:
'table':            Print output in table format with column headers (default)
'table TEMPLATE':   Print output in table format using the given Go template
${TEMPLATES}`;

/** What help says of `--format` where objects are shown. */
export const INSPECT_FORMAT_HELP = `Format output using a custom template:
${TEMPLATES}`;
