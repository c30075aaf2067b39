import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Dialect } from '../dialect.ts';
import { jobText } from '../job-text.ts';
import type { List } from './ast.ts';
import { faultText, Malformed } from './fault.ts';
import { type Reading, readCommand, readHereText } from './read-command.ts';

const DIALECTS: Dialect[] = ['ash', 'bash'];

const read = (source: string, dialect: Dialect, final = true): Reading =>
  readCommand(source, 0, { dialect, aliases: new Map([['ll', 'ls -l ']]), final });

/** What shells are made of, without regard for order. */
const TOKENS =
  `if then elif else fi for in do done while until case esac select function coproc time { } ( ) (( )) [[ ]] ! & && | || |& ; ;; ;&
  < > >> << <<- <<< <& >& &> 2>&1 <( a b=c d+=e f[1]=g h=( ll E EOF ' " \\ \` $ $x $( $(( \${ \${#x \${x:- \${x/ \${x# : / % } ] # * ? [ @( ~ =~ == -f 1 "$@" $' $"`.split(
    /\s+/,
  );

const soup = fc
  .array(fc.tuple(fc.constantFrom(...TOKENS), fc.constantFrom('', ' ', ' ', '\n')), { maxLength: 30 })
  .map((tokens) => tokens.map((pair) => pair.join('')).join(''));

test('whatever is typed is a command, incomplete, or wrong in words of the shell', () => {
  fc.assert(
    fc.property(soup, fc.constantFrom(...DIALECTS), fc.boolean(), (source, dialect, final) => {
      const reading = read(source, dialect, final);
      if (final) expect(reading.kind).not.toBe('incomplete');
      if (reading.kind === 'fault') expect(faultText(dialect, reading.fault, () => 1)).not.toContain('undefined');
      if (reading.kind === 'command') {
        for (const { command } of reading.script) expect(typeof jobText(dialect, command)).toBe('string');
        expect(reading.end).toBeGreaterThan(0);
      }
    }),
    { numRuns: 2000 },
  );
});

test('so is the text of a here-document', () => {
  fc.assert(
    fc.property(soup, fc.constantFrom(...DIALECTS), (source, dialect) => {
      try {
        expect(
          readHereText(source, dialect)
            .map(({ text }) => text)
            .join(''),
        ).toBe(source);
      } catch (error) {
        if (!(error instanceof Malformed)) throw error;
      }
    }),
    { numRuns: 1000 },
  );
});

const WORDS: Readonly<Record<Dialect, readonly string[]>> = {
  ash: ['a', '"b c"', '${d:-e}', '"f${g}h"', '$((1 + 2))', '*.i', '"j k"l', '"${m%"${n}"}"'],
  bash: [
    'a',
    "'b c'",
    '${d:-e f}',
    '"$g h"',
    '$((1 + 2))',
    '$(i; j)',
    '`k`',
    "$'l\\n'",
    '@(m|n)o',
    '{p,q}',
    '<(r)',
    '\\s',
  ],
};

const REDIRECTIONS: Readonly<Record<Dialect, readonly string[]>> = {
  ash: ['1>f', '0<g', '2>&1', '1>>h'],
  bash: ['> f', '< g', '2>&1', '&> h', '<<< i'],
};

/** Scripts as each shell prints them; ash shows neither functions nor assignments. */
function scripts(dialect: Dialect): fc.Arbitrary<string> {
  const word = fc.constantFrom(...WORDS[dialect]);
  const { list } = fc.letrec<{ list: string; command: string }>((tie) => {
    const sub = tie('list');
    const simple = fc
      .tuple(
        fc.constantFrom('', '', dialect === 'bash' ? 'x=1 ' : ''),
        fc.array(word, { minLength: 1, maxLength: 3 }),
        fc.option(fc.constantFrom(...REDIRECTIONS[dialect])),
      )
      .map(([before, words, after]) => `${before}c ${words.join(' ')}${after === null ? '' : ` ${after}`}`);
    const compound = [
      fc.tuple(sub, sub, fc.option(sub)).map(([a, b, c]) => `if ${a}; then ${b};${c === null ? '' : ` else ${c};`} fi`),
      fc.tuple(fc.constantFrom('while', 'until'), sub, sub).map(([kind, a, b]) => `${kind} ${a}; do ${b}; done`),
      fc.tuple(fc.array(word), sub).map(([words, body]) => `for i in ${words.join(' ')}; do ${body}; done`),
      fc.tuple(word, word, sub).map(([a, b, body]) => `case ${a} in ${b}) ${body};; esac`),
      sub.map((body) => `(${body})`),
    ];
    const onlyBash = [
      sub.map((body) => `{ ${body}; } 2>&1`),
      sub.map((body) => `f() { ${body}; }`),
      fc.tuple(word, word).map(([a, b]) => `[[ -f ${a} && ! ( ${b} == x* || a =~ (b|c)+$ ) ]]`),
      fc.constant('((i += 1))'),
      sub.map((body) => `for ((i = 0; i < 3; i++)); do ${body}; done`),
    ];
    return {
      command: fc.oneof({ maxDepth: 3 }, simple, ...compound, ...(dialect === 'bash' ? onlyBash : [])),
      list: fc
        .array(fc.tuple(tie('command'), fc.constantFrom(' && ', ' || ', ' | ', '; ')), { minLength: 1, maxLength: 3 })
        .map((items) => items.map(([command, operator], i) => (i === 0 ? '' : operator) + command).join('')),
    };
  });
  return list;
}

function parsed(source: string, dialect: Dialect): List {
  const reading = read(source, dialect);
  if (reading.kind !== 'command') throw new Error(`${reading.kind}: ${source}`);
  return reading.script;
}

const printed = (list: List, dialect: Dialect): string =>
  list.map(({ command, background }) => jobText(dialect, command) + (background ? ' &' : '')).join('; ');

test.each(DIALECTS)('what %s prints of a tree is read as the same tree', (dialect) => {
  fc.assert(
    fc.property(scripts(dialect), (source) => {
      const once = printed(parsed(source, dialect), dialect);
      const again = parsed(once, dialect);
      expect(printed(again, dialect)).toBe(once);
      expect(shape(again)).toEqual(shape(parsed(source, dialect)));
    }),
    { numRuns: 300 },
  );
});

/** The tree without the text and the line that each node keeps. */
const shape = (list: List): unknown =>
  JSON.parse(JSON.stringify(list, (key, value) => (['text', 'value', 'line'].includes(key) ? undefined : value)));
