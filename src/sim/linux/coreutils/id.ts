import { Failure, Misuse } from '../call.ts';
import { identify, type Named, numbered } from '../identity.ts';
import { gnu } from './gnu.ts';

/** id: who a user is. */
export const id = gnu({
  short: 'agGnruzZ',
  long: { group: 'g', groups: 'G', name: 'n', real: 'r', user: 'u' },
  lacks: ['z', 'Z'],
  *run(call) {
    const { options, operands } = call;
    const asked = ['u', 'g', 'G'].filter((key) => options.has(key));
    if (asked.length > 1) throw new Misuse('cannot print "only" of more than one choice');
    if (asked.length === 0 && (options.has('n') || options.has('r')))
      throw new Misuse('printing only names or real IDs requires -u, -g, or -G');
    const who = yield* identify(call.sys, operands[0]);
    if (who === undefined) throw new Failure(`‘${operands[0]}’: no such user`);
    const shown = ({ id: number, name }: Named): string =>
      options.has('n') ? (name ?? String(number)) : String(number);
    const groups = [who.group, ...who.groups.filter((group) => group.id !== who.group.id)];
    if (options.has('u')) yield* call.print(`${shown(who.user)}\n`);
    else if (options.has('g')) yield* call.print(`${shown(who.group)}\n`);
    else if (options.has('G')) yield* call.print(`${groups.map(shown).join(' ')}\n`);
    else
      yield* call.print(
        `uid=${numbered(who.user)} gid=${numbered(who.group)} groups=${groups.map(numbered).join(',')}\n`,
      );
    return 0;
  },
});
