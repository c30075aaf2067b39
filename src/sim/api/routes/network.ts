import type { NetworkBackend } from '../backend.ts';
import type { Call } from '../call.ts';
import { ApiError, invalidParameter } from '../engine-error.ts';
import type { Route } from '../router.ts';
import type { NetworkConnectRequest, NetworkCreateRequest, NetworkDisconnectRequest } from '../types/network.ts';

const LIST_FILTERS: ReadonlySet<string> = new Set(['dangling', 'driver', 'id', 'label', 'name', 'scope', 'type']);

const TRUE = ['1', 't', 'T', 'TRUE', 'true', 'True'];
const FALSE = ['', '0', 'f', 'F', 'FALSE', 'false', 'False'];

const verbose = (call: Call): boolean => {
  const text = call.text('verbose');
  if (TRUE.includes(text)) return true;
  if (FALSE.includes(text)) return false;
  throw invalidParameter(
    `invalid value for verbose: ${text}: strconv.ParseBool: parsing ${JSON.stringify(text)}: invalid syntax`,
  );
};

/** moby api/server/router/network. */
export const networkRoutes = (backend: NetworkBackend): Route[] => {
  const list: Route['handle'] = function* (call) {
    const filters = call.filters();
    const unknown = filters.keys().find((key) => !LIST_FILTERS.has(key));
    if (unknown !== undefined) throw invalidParameter(`invalid filter '${unknown}'`);
    yield* call.reply(backend.networks(filters));
  };
  return [
    { method: 'GET', pattern: '/networks', handle: list },
    { method: 'GET', pattern: '/networks/', handle: list },
    {
      method: 'GET',
      pattern: '/networks/{name}',
      *handle(call) {
        const options = { verbose: verbose(call), scope: call.text('scope') };
        const network = backend.networkInspect(call.name, options);
        if (options.scope !== '' && options.scope !== network.Scope) {
          throw new ApiError('NotFound', `network ${call.name} not found`);
        }
        yield* call.reply(network);
      },
    },
    {
      method: 'POST',
      pattern: '/networks/create',
      *handle(call) {
        const request = { Name: '', ...(yield* call.json<NetworkCreateRequest>('network.CreateRequest')) };
        if (call.before('1.48')) request.EnableIPv4 = null;
        yield* call.reply(yield* backend.createNetwork(request), 201);
      },
    },
    {
      method: 'POST',
      pattern: '/networks/{name}/connect',
      *handle(call) {
        const { Container = '', EndpointConfig } = yield* call.json<NetworkConnectRequest>('network.ConnectOptions');
        yield* backend.connectContainerToNetwork(Container, call.name, EndpointConfig ?? {});
      },
    },
    {
      method: 'POST',
      pattern: '/networks/{name}/disconnect',
      *handle(call) {
        const { Container = '', Force = false } =
          yield* call.json<NetworkDisconnectRequest>('network.DisconnectOptions');
        yield* backend.disconnectContainerFromNetwork(Container, call.name, Force);
      },
    },
    {
      method: 'POST',
      pattern: '/networks/prune',
      *handle(call) {
        yield* call.reply(yield* backend.networksPrune(call.filters()));
      },
    },
    {
      method: 'DELETE',
      pattern: '/networks/{name}',
      *handle(call) {
        yield* backend.deleteNetwork(call.name);
        call.done();
      },
    },
  ];
};
