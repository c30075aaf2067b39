import type { PortBinding, PortMap } from '../../api/types/container.ts';
import { goQuote } from '../../command/go-quote.ts';
import { cut } from '../../command/list-flags.ts';
import { bytesOf } from '../ip-prefix.ts';

function portNumber(text: string): number {
  const refuse = (why: string): Error => new Error(`strconv.ParseUint: parsing ${goQuote(text)}: ${why}`);
  if (!/^\d+$/.test(text)) throw refuse('invalid syntax');
  if (Number(text) > 65535) throw refuse('value out of range');
  return Number(text);
}

/** `80` or `80-90` (go-connections' ParsePortRange). */
function portRange(text: string): [number, number] {
  if (text === '') throw new Error('Empty string specified for ports.');
  const [first = '', last = first] = text.split('-');
  const [start, end] = [portNumber(first), portNumber(last)];
  if (end < start) throw new Error(`Invalid range specified for the Port: ${text}`);
  return [start, end];
}

function orRefuse(text: string, refusal: string): [number, number] {
  try {
    return portRange(text);
  } catch {
    throw new Error(`${refusal}: ${text}`);
  }
}

/** `[[ip:]hostPort:]containerPort` taken apart at its last colons. */
function parts(text: string): { ip: string; hostPort: string; containerPort: string } {
  const all = text.split(':');
  const containerPort = all.pop() ?? '';
  const hostPort = all.pop() ?? '';
  return { ip: unbracketed(all.join(':')), hostPort, containerPort };
}

/** An IPv6 address stands in brackets; what is none is told in the words of Go's net.SplitHostPort. */
function unbracketed(ip: string): string {
  const refuse = (why: string): Error => new Error(`Invalid ip address ${ip}: address ${ip}:: ${why}`);
  const [, bracketed] = /^\[([^[\]]*)\]$/.exec(ip) ?? [];
  if (bracketed !== undefined) return bracketed;
  if (ip.startsWith('[')) throw refuse(ip.includes(']') ? 'too many colons in address' : "missing ']' in address");
  if (ip.includes(':')) throw refuse('too many colons in address');
  if (ip.includes('[')) throw refuse("unexpected '[' in address");
  if (ip.includes(']')) throw refuse("unexpected ']' in address");
  return ip;
}

const protocols = ['tcp', 'udp', 'sctp'];

interface Mapping {
  readonly port: string;
  readonly binding: PortBinding;
}

/** One `--publish` (go-connections' nat.ParsePortSpec). */
function mappings(text: string): Mapping[] {
  const { ip, hostPort, containerPort } = parts(text);
  const [ports, named] = cut(containerPort, '/');
  // What follows a second slash is passed over (nat.SplitProtoPort).
  const protocol = ports === '' ? '' : (cut(named, '/')[0] || 'tcp').toLowerCase();
  if (ip !== '' && bytesOf(ip) === undefined) throw new Error(`Invalid ip address: ${ip}`);
  if (ports === '') throw new Error(`No port specified: ${text}<empty>`);
  const [start, end] = orRefuse(ports, 'Invalid containerPort');
  const [hostStart, hostEnd] = hostPort === '' ? [0, 0] : orRefuse(hostPort, 'Invalid hostPort');
  if (hostPort !== '' && end - start !== hostEnd - hostStart && end !== start) {
    throw new Error(`Invalid ranges specified for container and host Ports: ${ports} and ${hostPort}`);
  }
  if (!protocols.includes(protocol)) throw new Error(`Invalid proto: ${protocol}`);
  return Array.from({ length: end - start + 1 }, (_, i) => {
    const wide = start === end && hostStart !== hostEnd ? `-${hostEnd}` : '';
    const HostPort = hostPort === '' ? '' : `${hostStart + i}${wide}`;
    return { port: `${start + i}/${protocol}`, binding: { HostIp: ip, HostPort } };
  });
}

/** The long form `published=8080,target=80` as the short one (docker/cli's convertToStandardNotation). */
function short(text: string): string {
  if (!text.includes('=')) return text;
  const fields: Record<string, string> = { protocol: 'tcp' };
  for (const field of text.split(',')) {
    const [key, value] = cut(field);
    if (!field.includes('=') || key === '') {
      throw new Error(`invalid publish opts format (should be name=value but got '${field}')`);
    }
    fields[key] = value;
  }
  return `${fields.published ?? ''}:${fields.target ?? ''}/${fields.protocol}`;
}

function exposed(text: string): string[] {
  if (text.includes(':')) throw new Error(`invalid port format for --expose: ${text}`);
  const [ports, protocol] = cut(text, '/');
  let range: [number, number];
  try {
    range = portRange(ports);
  } catch (error) {
    throw new Error(`invalid range format for --expose: ${text}, error: ${(error as Error).message}`);
  }
  const [start, end] = range;
  return Array.from({ length: end - start + 1 }, (_, i) => `${start + i}/${protocol || 'tcp'}`);
}

/** What `--publish` and `--expose` ask for. Throws what docker says of bad ones. */
export function portOptions(
  publish: readonly string[],
  expose: readonly string[],
): { exposedPorts: Record<string, object>; portBindings: PortMap } {
  const exposedPorts: Record<string, object> = {};
  const portBindings: PortMap = {};
  for (const { port, binding } of publish.map(short).flatMap(mappings)) {
    exposedPorts[port] = {};
    portBindings[port] = [...(portBindings[port] ?? []), binding];
  }
  for (const port of expose.flatMap(exposed)) exposedPorts[port] = {};
  return { exposedPorts, portBindings };
}
