import { EngineError, wrapped } from '../errors.ts';
import type { Endpoint } from './endpoint.ts';
import type { Sandbox } from './sandbox.ts';

/** The endpoints by which a sandbox reaches the rest of the world, and is reached by its published ports. */
export interface Gateways {
  readonly ipv4: Endpoint | undefined;
  readonly ipv6: Endpoint | undefined;
}

/** The first endpoint that leads out by both families; without one, the first of each (selectGatewayEndpoint). */
export function selectGateways(endpoints: readonly Endpoint[]): Gateways {
  let first: Endpoint | undefined;
  let first6: Endpoint | undefined;
  for (const endpoint of endpoints) {
    const { ipv4, ipv6 } = endpoint.leadsOut;
    if (ipv4 && ipv6) return { ipv4: endpoint, ipv6: endpoint };
    if (ipv4) first ??= endpoint;
    if (ipv6) first6 ??= endpoint;
  }
  return { ipv4: first, ipv6: first6 };
}

/** Is there one for each family? Then ports of the host's IPv6 addresses are not for the one of IPv4 (noProxy6To4). */
const areApart = ({ ipv4, ipv6 }: Gateways): boolean => ipv4 !== undefined && ipv6 !== undefined && ipv4 !== ipv6;

const revoke = (endpoint: Endpoint): void => endpoint.network.driver.revokeExternalConnectivity?.(endpoint);

function program(endpoint: Endpoint, sandbox: Sandbox, gateways: Gateways): void {
  try {
    const proxies6To4 = !areApart(gateways);
    endpoint.network.driver.programExternalConnectivity?.(endpoint, sandbox, { proxies6To4 });
  } catch (error) {
    const what = `endpoint ${endpoint.name} (${endpoint.id})`;
    throw wrapped(error, `driver failed programming external connectivity on ${what}`);
  }
}

/** Where ports fall back to another endpoint, a failure is noted in the engine's log only. */
function tryProgram(endpoint: Endpoint, sandbox: Sandbox, gateways: Gateways): void {
  try {
    program(endpoint, sandbox, gateways);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
  }
}

/**
 * Gives a sandbox's ports to an endpoint that has joined, where it is a way out now, and takes them from the one that was before.
 * Throws where they cannot be published there, and leaves them where they were (libnetwork's sbJoin).
 */
export function gainConnectivity(endpoint: Endpoint, sandbox: Sandbox, before: Gateways): void {
  const after = sandbox.gateways;
  if (endpoint !== after.ipv4 && endpoint !== after.ipv6) return;
  const revoked: Endpoint[] = [];
  const restarts = endpoint !== after.ipv4 && areApart(before) !== areApart(after);
  if (before.ipv4 !== undefined && (endpoint === after.ipv4 || restarts)) {
    revoke(before.ipv4);
    if (restarts) tryProgram(before.ipv4, sandbox, after);
    else revoked.push(before.ipv4);
  }
  if (endpoint === after.ipv6 && before.ipv6 !== undefined && before.ipv6 !== before.ipv4) {
    revoke(before.ipv6);
    revoked.push(before.ipv6);
  }
  try {
    program(endpoint, sandbox, after);
  } catch (error) {
    for (const other of revoked) tryProgram(other, sandbox, before);
    throw error;
  }
}

/** Moves a sandbox's ports to the endpoints that are its ways out after the one that had them has left (sbLeave). */
export function moveConnectivity(left: Endpoint, sandbox: Sandbox, before: Gateways): void {
  const after = sandbox.gateways;
  if (after.ipv4 !== undefined) {
    const restarts = before.ipv4 === after.ipv4 && (before.ipv6 === undefined) !== (after.ipv6 === undefined);
    if (restarts) revoke(after.ipv4);
    if (restarts || before.ipv4 === left) tryProgram(after.ipv4, sandbox, after);
  }
  const moves6 = before.ipv6 === left && after.ipv6 !== after.ipv4;
  if (moves6 && after.ipv6 !== undefined) tryProgram(after.ipv6, sandbox, after);
}
