import { reasonPhrase } from '../../http/status.ts';

/** The Debian package that the recorded image holds. */
export const VERSION = 'nginx/1.30.6';

/** nginx's own words for some statuses (src/http/ngx_http_header_filter_module.c). */
const OWN: Readonly<Record<number, string>> = { 302: 'Moved Temporarily', 405: 'Not Allowed' };

export const reasonOf = (status: number): string => OWN[status] ?? reasonPhrase(status);

/** The page that says what went wrong (ngx_http_special_response.c). */
export function errorPage(status: number): string {
  const title = `${status} ${reasonOf(status)}`;
  const lines = [
    '<html>',
    `<head><title>${title}</title></head>`,
    '<body>',
    `<center><h1>${title}</h1></center>`,
    `<hr><center>${VERSION}</center>`,
    '</body>',
    '</html>',
  ];
  return lines.map((line) => `${line}\r\n`).join('');
}
