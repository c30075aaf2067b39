import { Failure, Misuse } from '../call.ts';
import { identify, numbered } from '../identity.ts';
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
    const named = options.has('n');
    const group = numbered(who.gid, who.group);
    if (options.has('u')) yield* call.print(`${named ? (who.user ?? who.uid) : who.uid}\n`);
    else if (asked.length > 0) yield* call.print(`${named ? (who.group ?? who.gid) : who.gid}\n`);
    else yield* call.print(`uid=${numbered(who.uid, who.user)} gid=${group} groups=${group}\n`);
    return 0;
  },
});
