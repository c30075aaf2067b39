import { Failure } from '../call.ts';
import { identify, numbered } from '../identity.ts';
import { applet } from './applet.ts';

/** id: who a user is. */
export const id = applet({
  short: 'ugGnr',
  operands: [0, 1],
  *run(call) {
    const [name] = call.operands;
    const who = yield* identify(call.sys, name);
    if (who === undefined) throw new Failure(`unknown user ${name}`);
    const named = call.options.has('n');
    const user = numbered(who.uid, who.user);
    const group = numbered(who.gid, who.group);
    const which = call.options.last('u', 'g', 'G');
    if (which === 'u') yield* call.print(`${named ? (who.user ?? who.uid) : who.uid}\n`);
    else if (which !== undefined) yield* call.print(`${named ? (who.group ?? who.gid) : who.gid}\n`);
    else yield* call.print(`uid=${user} gid=${group}${name === undefined ? ` groups=${group}` : ''}\n`);
    return 0;
  },
});
