import { changeOwner, type OwnerDialect } from '../files/owner.ts';
import { applet } from './applet.ts';

const dialect: OwnerDialect = {
  unknown: (what, text) =>
    text.startsWith(':') || what === 'user' ? `unknown ${what} ${text.replace(':', '')}` : `unknown user/group ${text}`,
  missing: (path, reason) => `${path}: ${reason}`,
  changed: () => '',
};

const change = (what: 'ownership' | 'group') =>
  applet({
    short: 'RhLHPcvf',
    lacks: ['L', 'H', 'c', 'v'],
    operands: [2, Number.POSITIVE_INFINITY],
    run: (call) => changeOwner(call, what, dialect),
  });

/** chown and chgrp: whose a file is. */
export const chown = change('ownership');
export const chgrp = change('group');
