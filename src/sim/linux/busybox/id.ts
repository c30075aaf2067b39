import type { Task } from '../../kernel/task.ts';
import { type Call, Failure, Misuse } from '../call.ts';
import { type Identity, identify, type Named, numbered } from '../identity.ts';
import { applet } from './applet.ts';

/** Numbers or names in a row; one without a name is complained about, and its number stands for it. */
function* row(call: Call, list: readonly Named[]): Task<number> {
  const named = call.options.has('n');
  const nameless = named ? list.filter(({ name }) => name === undefined) : [];
  for (const { id } of nameless) yield* call.warn(`unknown ID ${id}`);
  yield* call.print(`${list.map(({ id, name }) => (named ? (name ?? id) : id)).join(' ')}\n`);
  return nameless.length > 0 ? 1 : 0;
}

const everything = ({ user, group, groups }: Identity): string =>
  `uid=${numbered(user)} gid=${numbered(group)} groups=${groups.map(numbered).join(',')}\n`;

/** id: who a user is (coreutils/id.c). */
export const id = applet({
  short: 'ugGnr',
  operands: [0, 1],
  *run(call) {
    const { options, operands } = call;
    const asked = ['u', 'g', 'G'].filter((key) => options.has(key));
    if (asked.length > 1 || (asked.length === 0 && (options.has('n') || options.has('r')))) throw new Misuse();
    const [which] = asked;
    const who = yield* identify(call.sys, operands[0]);
    if (who === undefined) throw new Failure(`unknown user ${operands[0]}`);
    if (which === 'u') return yield* row(call, [who.user]);
    if (which === 'g') return yield* row(call, [who.group]);
    if (which === 'G') return yield* row(call, [who.group, ...who.groups.filter(({ id }) => id !== who.group.id)]);
    yield* call.print(everything(who));
    return 0;
  },
});
