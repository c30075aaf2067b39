import { rangeArgs } from '../../command/argument-rules.ts';
import { goQuote } from '../../command/go-quote.ts';
import { cut } from '../../command/list-flags.ts';
import { naturalOrder } from '../../command/natural-order.ts';
import { print, verb } from '../cli.ts';
import { joinHostPort } from '../formatter/ports.ts';

function privatePort(text: string): string {
  const [port, protocol] = cut(text, '/');
  if (!/^\d+$/.test(port)) {
    throw new Error(`Error: invalid port (${port}): strconv.ParseUint: parsing ${goQuote(port)}: invalid syntax`);
  }
  if (Number(port) > 65535) {
    throw new Error(`Error: invalid port (${port}): strconv.ParseUint: parsing ${goQuote(port)}: value out of range`);
  }
  return `${port}/${protocol || 'tcp'}`;
}

export const port = verb({
  name: 'port',
  usage: 'CONTAINER [PRIVATE_PORT[/PROTO]]',
  short: 'List port mappings or a specific mapping for the container',
  twins: ['port'],
  args: rangeArgs(1, 2),
  completes: ['running'],
  *run(cli, { args }) {
    const [name = '', wanted] = args;
    const { NetworkSettings } = yield* cli.client.containerInspect(name);
    const only = wanted === undefined || wanted === '' ? undefined : privatePort(wanted);
    const lines = Object.entries(NetworkSettings.Ports).flatMap(([from, bindings]) =>
      only !== undefined && from !== only
        ? []
        : (bindings ?? []).map(({ HostIp, HostPort }) => {
            const host = joinHostPort(HostIp, HostPort);
            return only === undefined ? `${from} -> ${host}` : host;
          }),
    );
    if (only !== undefined && lines.length === 0) {
      throw new Error(`Error: No public port '${wanted}' published for ${name}`);
    }
    if (lines.length > 0) yield* print(cli, `${lines.sort(naturalOrder).join('\n')}\n`);
    return 0;
  },
});
