import { Misuse } from '../call.ts';
import { changeOwner, type OwnerDialect } from '../files/owner.ts';
import { gnu } from './gnu.ts';

const dialect: OwnerDialect = {
  unknown: (what, text) => `invalid ${what}: ‘${text.replace(/^:/, '')}’`,
  missing: (path, reason) => `cannot access '${path}': ${reason}`,
  changed: (path, what, from, to) => `changed ${what} of '${path}' from ${from} to ${to}\n`,
  retained: (path, what, owner) => `${what} of '${path}' retained as ${owner}\n`,
};

const change = (what: 'ownership' | 'group') =>
  gnu({
    short: 'RhLHPcvf',
    long: { recursive: 'R', 'no-dereference': 'h', changes: 'c', verbose: 'v', quiet: 'f', silent: 'f' },
    lacks: ['L', 'H'],
    *run(call) {
      const [owner, ...paths] = call.operands;
      if (owner === undefined) throw new Misuse();
      if (paths.length === 0) throw new Misuse(`missing operand after ‘${owner}’`);
      return yield* changeOwner(call, what, dialect);
    },
  });

/** chown and chgrp: whose a file is. */
export const chown = change('ownership');
export const chgrp = change('group');
