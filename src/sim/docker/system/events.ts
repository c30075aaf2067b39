import type { EventMessage } from '../../api/types/events.ts';
import * as flag from '../../command/flags.ts';
import { type Template, template } from '../../command/template/template.ts';
import { GoMap, Struct, type Value } from '../../command/template/value.ts';
import { print, verb } from '../cli.ts';
import { INSPECT_FORMAT_HELP } from '../format-help.ts';
import { nanoTimeText } from '../formatter/go-time.ts';
import { StatusError } from '../status-error.ts';
import { unixTime } from '../time-option.ts';

/** An event as templates see it (moby's events.Message). */
function message(event: EventMessage): Struct {
  const { Type, Action, Actor, scope = '', time = 0, timeNano = '0' } = event;
  const actor = new Struct(
    'events.Actor',
    new Map<string, Value>([
      ['ID', Actor.ID],
      ['Attributes', new GoMap(new Map(Object.entries(Actor.Attributes)), 'map[string]string', '')],
    ]),
    Actor,
  );
  const fields = new Map<string, Value>([
    ['Status', event.status ?? ''],
    ['ID', event.id ?? ''],
    ['From', event.from ?? ''],
    ['Type', Type],
    ['Action', Action],
    ['Actor', actor],
    ['Scope', scope],
    ['Time', time],
    ['TimeNano', timeNano],
  ]);
  return new Struct('*events.Message', fields, { ...event, timeNano: BigInt(timeNano) });
}

const EMPTY: EventMessage = { Type: 'daemon', Action: '', Actor: { ID: '', Attributes: {} } };

/** Reads a format and tries it on an empty event, as docker does. */
function formatOf(format: string): Template | undefined {
  if (format === '') return undefined;
  try {
    const parsed = template(format === 'json' ? '{{json .}}' : format);
    parsed.execute(message(EMPTY));
    return parsed;
  } catch (error) {
    throw new StatusError(`Error parsing format: ${(error as Error).message}`, 64);
  }
}

function line({ Type, Action, Actor, timeNano }: EventMessage): string {
  const attributes = Object.entries(Actor.Attributes)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`);
  const when = timeNano === undefined ? '' : `${nanoTimeText(timeNano)} `;
  return `${when}${Type} ${Action} ${Actor.ID}${attributes.length === 0 ? '' : ` (${attributes.join(', ')})`}`;
}

export const events = verb({
  name: 'events',
  usage: '[OPTIONS]',
  short: 'Get real time events from the server',
  twins: ['events'],
  flags: {
    filter: flag.filter('Filter output based on conditions provided', { short: 'f' }),
    format: flag.string(INSPECT_FORMAT_HELP),
    since: flag.string('Show all events created since timestamp'),
    until: flag.string('Stream events until this timestamp'),
  },
  *run(cli, { flags }) {
    const format = formatOf(flags.format);
    const now = cli.sys.realtime();
    const stream = yield* cli.client.events({
      since: unixTime(flags.since, now),
      until: unixTime(flags.until, now),
      filters: flags.filter,
    });
    for (let event = yield* stream.next(); event !== undefined; event = yield* stream.next()) {
      yield* print(cli, `${format === undefined ? line(event) : format.execute(message(event))}\n`);
    }
    return 0;
  },
});
