/** One call of the Engine API, as a client makes it. */
export interface ApiCall {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly body?: unknown;
}

export interface ApiAnswer {
  readonly status: number;
  /** As `Not Found`. */
  readonly reason: string;
  readonly body: string;
}

/** HTTP/1.1, by which the connection ends with the answer (RFC 9112). */
export function requestText({ method, path, body }: ApiCall): string {
  const text = body === undefined ? '' : JSON.stringify(body);
  const length = new TextEncoder().encode(text).length;
  return [
    `${method} ${path} HTTP/1.1`,
    'Host: localhost',
    ...(text === '' ? [] : ['Content-Type: application/json', `Content-Length: ${length}`]),
    'Connection: close',
    '',
    text,
  ].join('\r\n');
}

/** What a server answered; undefined where it is no whole HTTP answer. */
export function parseAnswer(bytes: Uint8Array): ApiAnswer | undefined {
  const text = new TextDecoder('latin1').decode(bytes);
  const end = text.indexOf('\r\n\r\n');
  const [first = '', ...headers] = text.slice(0, Math.max(end, 0)).split('\r\n');
  const status = /^HTTP\/1\.\d (?<status>\d{3}) ?(?<reason>.*)$/.exec(first)?.groups;
  if (status === undefined) return undefined;
  const rest = bytes.subarray(end + 4);
  const chunked = headers.some((header) => /^transfer-encoding: *chunked$/i.test(header));
  const body = new TextDecoder().decode(chunked ? unchunked(rest) : rest);
  return { status: Number(status.status), reason: status.reason ?? '', body };
}

/** The bytes of a chunked body (RFC 9112, section 7.1). */
function unchunked(bytes: Uint8Array): Uint8Array {
  const whole: number[] = [];
  const text = new TextDecoder('latin1').decode(bytes);
  for (let at = 0; at < bytes.length; ) {
    const line = text.indexOf('\r\n', at);
    const length = Number.parseInt(text.slice(at, line), 16);
    if (line < 0 || !(length > 0)) break;
    whole.push(...bytes.subarray(line + 2, line + 2 + length));
    at = line + 2 + length + 2;
  }
  return Uint8Array.from(whole);
}
