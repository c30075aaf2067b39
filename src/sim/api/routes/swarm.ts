import type { SwarmBackend } from '../backend.ts';
import type { Call } from '../call.ts';
import { ApiError } from '../engine-error.ts';
import type { Route } from '../router.ts';
import type { AskedSwarmSpec, NodeSpec, SwarmInitRequest, SwarmJoinRequest } from '../types/swarm.ts';

/** What runs on a swarm, of which none has any here. */
const RESOURCES = ['configs', 'secrets', 'services', 'tasks'];

const ROTATIONS = { worker: 'rotateWorkerToken', manager: 'rotateManagerToken', unlock: 'rotateManagerUnlockKey' };

/** The version that the client has seen of what it changes. */
const version = (call: Call): number => {
  const text = call.text('version');
  if (/^\d+$/.test(text)) return Number(text);
  throw new ApiError(
    'InvalidParameter',
    `invalid swarm version '${text}': strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`,
  );
};

/** moby api/server/router/swarm. */
export const swarmRoutes = (backend: SwarmBackend): Route[] => {
  const none: Route['handle'] = (call) => {
    backend.swarmInspect();
    throw new ApiError('NotFound', `${call.request.path.split('/').at(-2)?.replace(/s$/, '')} ${call.name} not found`);
  };
  const lacking: Route['handle'] = () => {
    backend.swarmInspect();
    throw new ApiError(
      'NotImplemented',
      'Passerelle (simulation) : les services, secrets et configurations d’un essaim (Swarm) ne sont pas simulés.',
    );
  };
  return [
    {
      method: 'GET',
      pattern: '/swarm',
      *handle(call) {
        yield* call.reply(backend.swarmInspect());
      },
    },
    {
      method: 'GET',
      pattern: '/swarm/unlockkey',
      *handle(call) {
        yield* call.reply({ UnlockKey: backend.swarmUnlockKey() });
      },
    },
    {
      method: 'POST',
      pattern: '/swarm/update',
      *handle(call) {
        const spec = yield* call.json<AskedSwarmSpec>('swarm.Spec');
        const rotate = (['worker', 'manager', 'unlock'] as const).filter((what) => call.bool(ROTATIONS[what]));
        yield* backend.swarmUpdate(spec, { version: version(call), rotate });
      },
    },
    {
      method: 'POST',
      pattern: '/swarm/leave',
      *handle(call) {
        yield* backend.swarmLeave(call.bool('force'));
      },
    },
    {
      method: 'POST',
      pattern: '/swarm/init',
      *handle(call) {
        yield* call.reply(yield* backend.swarmInit(yield* call.json<SwarmInitRequest>('swarm.InitRequest')));
      },
    },
    {
      method: 'POST',
      pattern: '/swarm/join',
      *handle(call) {
        yield* backend.swarmJoin(yield* call.json<SwarmJoinRequest>('swarm.JoinRequest'));
      },
    },
    {
      method: 'GET',
      pattern: '/nodes',
      *handle(call) {
        yield* call.reply(backend.nodes(call.filters()));
      },
    },
    {
      method: 'GET',
      pattern: '/nodes/{name}',
      *handle(call) {
        yield* call.reply(backend.nodeInspect(call.name));
      },
    },
    {
      method: 'POST',
      pattern: '/nodes/{name}/update',
      *handle(call) {
        const spec = yield* call.json<NodeSpec>('swarm.NodeSpec');
        yield* backend.nodeUpdate(call.name, version(call), spec);
      },
    },
    {
      method: 'DELETE',
      pattern: '/nodes/{name}',
      handle: (call) => backend.nodeRemove(call.name),
    },
    ...RESOURCES.flatMap((resource): Route[] => [
      {
        method: 'GET',
        pattern: `/${resource}`,
        *handle(call) {
          backend.swarmInspect();
          yield* call.reply([]);
        },
      },
      { method: 'GET', pattern: `/${resource}/{name}`, handle: none },
      { method: 'GET', pattern: `/${resource}/{name}/logs`, handle: none },
      { method: 'DELETE', pattern: `/${resource}/{name}`, handle: none },
      { method: 'POST', pattern: `/${resource}/{name}/update`, handle: none },
      { method: 'POST', pattern: `/${resource}/create`, handle: lacking },
    ]),
  ];
};
