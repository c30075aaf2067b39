import { SECOND } from '../../kernel/clock.ts';
import type { System } from '../../kernel/syscalls.ts';
import type { Task } from '../../kernel/task.ts';
import type { Outcome } from './transfer.ts';

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };
const seconds = (micros: number): string => (micros / SECOND).toFixed(6);

/** The variables of --write-out (src/tool_writeout.c). */
const VARIABLES: Readonly<Record<string, (outcome: Outcome) => string | number>> = {
  content_type: ({ contentType }) => contentType ?? '',
  errormsg: ({ failure }) => failure?.message ?? '',
  exitcode: ({ failure }) => failure?.status ?? 0,
  filename_effective: ({ file }) => file ?? '',
  http_code: ({ status }) => `${status}`.padStart(3, '0'),
  http_connect: () => '000',
  http_version: ({ minor }) => (minor === undefined ? '0' : minor === 0 ? '1.0' : '1.1'),
  local_ip: ({ local }) => local?.address ?? '',
  local_port: ({ local }) => local?.port ?? 0,
  method: ({ method }) => method,
  num_connects: ({ connects }) => connects,
  num_headers: ({ headerCount }) => headerCount,
  num_redirects: ({ redirects }) => redirects,
  redirect_url: ({ redirect }) => redirect ?? '',
  remote_ip: ({ remote }) => remote?.address ?? '',
  remote_port: ({ remote }) => remote?.port ?? 0,
  response_code: ({ status }) => `${status}`.padStart(3, '0'),
  scheme: ({ scheme }) => scheme,
  size_download: ({ received }) => received,
  size_header: ({ headerSize }) => headerSize,
  size_request: ({ requestSize }) => requestSize,
  size_upload: ({ uploaded }) => uploaded,
  speed_download: ({ received, times }) => Math.floor((received * SECOND) / Math.max(times.total, 1)),
  speed_upload: ({ uploaded, times }) => Math.floor((uploaded * SECOND) / Math.max(times.total, 1)),
  time_appconnect: () => seconds(0),
  time_connect: ({ times }) => seconds(times.connect),
  time_namelookup: ({ times }) => seconds(times.lookup),
  time_pretransfer: ({ times }) => seconds(times.connect),
  time_redirect: () => seconds(0),
  time_starttransfer: ({ times }) => seconds(times.first),
  time_total: ({ times }) => seconds(times.total),
  url: ({ asked }) => asked,
  url_effective: ({ url }) => url,
};

/** What `--write-out FORMAT` says of a transfer; unknown variables are complained of. */
export function* writeOut(sys: System, format: string, outcome: Outcome): Task<void> {
  let fd = 1;
  for (const [, name, escaped, plain] of format.matchAll(/%\{([^}]*)\}|\\(.)|(%%|[\s\S])/g)) {
    if (name === 'stderr' || name === 'stdout') fd = name === 'stderr' ? 2 : 1;
    else if (name !== undefined) {
      const variable = VARIABLES[name];
      if (variable) yield* sys.write(fd, `${variable(outcome)}`);
      else yield* sys.write(2, `curl: unknown --write-out variable: '${name}'\n`);
    } else if (escaped !== undefined) yield* sys.write(fd, ESCAPES[escaped] ?? `\\${escaped}`);
    else yield* sys.write(fd, plain === '%%' ? '%' : (plain ?? ''));
  }
}
