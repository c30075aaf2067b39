import type { Termios } from '../../kernel/syscalls.ts';
import { Failure } from '../call.ts';
import { NotSimulated } from '../not-simulated.ts';
import { applet } from './applet.ts';

/** The modes that a simulated terminal has, by stty's names. */
const MODES: Readonly<Record<string, keyof Termios>> = {
  icanon: 'canonical',
  echo: 'echo',
  isig: 'signals',
  icrnl: 'crToNl',
  opost: 'postProcess',
};

const every = (on: boolean): Termios => ({ canonical: on, echo: true, signals: on, crToNl: on, postProcess: on });
const SETS: Readonly<Record<string, Termios>> = { sane: every(true), cooked: every(true), raw: every(false) };
const LACKING = [
  'rows',
  'cols',
  'columns',
  'min',
  'time',
  'speed',
  'ispeed',
  'ospeed',
  'line',
  'intr',
  'erase',
  'kill',
];

const CHARACTERS = `intr = ^C; quit = ^\\; erase = ^?; kill = ^U; eof = ^D; eol = <undef>;
eol2 = <undef>; swtch = <undef>; start = ^Q; stop = ^S; susp = ^Z; rprnt = ^R;
werase = ^W; lnext = ^V; flush = ^O; min = 1; time = 0;
`;

/** All that a terminal could be set to; those of {@link MODES} as they are. */
const ALL = `-parenb -parodd -cmspar cs8 -hupcl -cstopb cread -clocal -crtscts
-ignbrk -brkint -ignpar -parmrk -inpck -istrip -inlcr -igncr icrnl ixon -ixoff
-iuclc -ixany -imaxbel -iutf8
opost -olcuc -ocrnl onlcr -onocr -onlret -ofill -ofdel nl0 cr0 tab0 bs0 vt0 ff0
isig icanon iexten echo echoe echok -echonl -noflsh -xcase -tostop -echoprt
echoctl echoke -flusho -extproc
`;

function described(modes: Termios, all: boolean): string {
  if (all) return ALL.replace(/\b[a-z]+\b/g, (word) => (MODES[word] && !modes[MODES[word]] ? `-${word}` : word));
  const off = Object.entries(MODES).filter(([, mode]) => !modes[mode]);
  return `-brkint -imaxbel\n${off.map(([name]) => `-${name}`).join(' ')}${off.length > 0 ? '\n' : ''}`;
}

/** stty: a terminal's modes, those that are simulated. */
export const stty = applet({
  literal: true,
  *run(call) {
    const { sys, operands } = call;
    const words = operands.filter((word) => word !== '-a' && word !== '--all');
    const modes = sys.tcgetattr(0);
    const { rows, columns } = sys.winsize(0);
    if (words.length === 0) {
      const all = operands.length > 0;
      const size = all ? ` rows ${rows}; columns ${columns};` : '';
      yield* call.print(`speed 38400 baud;${size} line = 0;\n${CHARACTERS}${described(modes, all)}`);
    }
    for (const word of words) {
      const bare = word.replace(/^-/, '');
      const mode = MODES[bare];
      if (word === 'size') yield* call.print(`${rows} ${columns}\n`);
      else if (mode) sys.tcsetattr(0, { [mode]: bare === word });
      else if (SETS[word]) sys.tcsetattr(0, SETS[word]);
      else if (word === '-g' || LACKING.includes(word) || ALL.includes(` ${bare} `))
        throw new NotSimulated(`stty ${word}`);
      else throw new Failure(`invalid number '${word}'`);
    }
    return 0;
  },
});
