import { expect, test } from 'vitest';
import { TestTerminal } from './shell.test-support.ts';

/** Types lines one after the other; what each shows, and the prompt. */
function session(dialect: 'ash' | 'bash', steps: readonly (readonly [string, string])[], options = {}): void {
  const terminal = new TestTerminal(dialect, options);
  for (const [input, shown] of steps) {
    const output = input.startsWith('@') ? terminal.key(input.slice(1), 2) : terminal.type(input, 2);
    expect([input, output]).toEqual([input, shown]);
  }
}

test('ash at a prompt', () => {
  session('ash', [
    ['foo', 'sh: foo: not found\n/ # '],
    ['echo $?', '127\n/ # '],
    [
      './foo; /tmp; /etc/hosts',
      'sh: ./foo: not found\nsh: /tmp: Permission denied\nsh: /etc/hosts: Permission denied\n/ # ',
    ],
    ['cd /nosuch', "sh: cd: can't cd to /nosuch: No such file or directory\n/ # "],
    ['cd /etc; pwd; cd', '/etc\n~ # '],
    ['cd - ; cd /tmp', '/etc\n/tmp # '],
    [')', 'sh: syntax error: unexpected ")"\n/tmp # '],
    ['if true; fi', 'sh: syntax error: unexpected "fi" (expecting "then")\n/tmp # '],
    ["echo 'two", '> '],
    ["lines'", 'two\nlines\n/tmp # '],
    ['echo ${none:?is required}', 'sh: none: is required\n/tmp # '],
    ['echo $?', '2\n/tmp # '],
    ['sleep 100 &', '/tmp # '],
    ['jobs', '[1]+  Running                    sleep 100\n/tmp # '],
    ['kill %1', '/tmp # '],
    ['kill 999', "sh: can't kill pid 999: No such process\n[1]+  Terminated                 sleep 100\n/tmp # "],
    ['echo resting; sleep 50', 'resting\n'],
    ['@\x03', '^C\n/tmp # '],
    ['echo $?', '130\n/tmp # '],
    ['read who', ''],
    ['Ann', '/tmp # '],
    ['echo "hi $who"; alias hi=\'echo hello\'; alias', "hi Ann\nhi='echo hello'\n/tmp # "],
    ['hi there; unalias hi; hi', 'hello there\nhello\n/tmp # '],
    ['exit 4', ''],
  ]);
});

test('bash at a prompt', () => {
  session('bash', [
    ['foo', 'bash: foo: command not found\n$ '],
    ['/tmp', 'bash: /tmp: Is a directory\n$ '],
    ['for i in 1 2; do', '> '],
    ['echo $i', '> '],
    ['done', '1\n2\n$ '],
    ['up() {', '> '],
    ['echo "<$1>"', '> '],
    ['}', '$ '],
    ['up x', '<x>\n$ '],
    ['alias dps=\'args a "b c"\'', '$ '],
    ['dps -a; type dps; unalias dps', '<a><b c><-a>\ndps is aliased to `args a "b c"\'\n$ '],
    ['echo )', "bash: syntax error near unexpected token `)'\n$ "],
    ['echo ${x:?no}; echo after', 'bash: x: no\n$ '],
    ["PS1='[\\w $?]\\$ '", '[/ 0]# '],
    ['false', '[/ 1]# '],
    ['exit', 'exit\n'],
  ]);
});

test('job control in ash', () => {
  session('ash', [
    ['sleep 1 &', '/ # '],
    ['sleep 3', ''],
    ['@', '[1]+  Done                       sleep 1\n/ # '],
    ['sleep 30', ''],
    ['@\x1a', '^Z[1]+  Stopped                    sleep 30\n/ # '],
    ['echo $?', '148\n/ # '],
    ['fg', 'sleep 30\n'],
    ['@\x03', '^C\n/ # '],
    ['sleep 30 | cat', ''],
    ['@\x1a', '^Z[1]+  Stopped                    sleep 30 | cat\n/ # '],
    ['bg', '[1] sleep 30 | cat\n/ # '],
    ['jobs', '[1]+  Running                    sleep 30 | cat\n/ # '],
    ['kill %1; sleep 0.1', '[1]+  Terminated                 sleep 30 | cat\n/ # '],
    ['(sleep 0.1; exit 3) & sleep 0.2', '[1]+  Done(3)                    (sleep 0.1; exit 3)\n/ # '],
    ['sleep 1 > /tmp/log & wait', '[1]+  Done                       sleep 1 1>/tmp/log\n/ # '],
    [
      'if true; then sleep 9; fi && echo "a $b" \'c\' & jobs; kill %1',
      '[1]+  Running                    if true; then sleep 9; fi && echo "a ${b}" "c"\n/ # ',
    ],
    [
      "sh -c 'kill -9 $$'",
      'Killed\n[1]+  Terminated                 if true; then sleep 9; fi && echo "a ${b}" "c"\n/ # ',
    ],
    ['while true; do :; done', ''],
    ['@\x03', '^C\n/ # '],
    ['echo $?', '130\n/ # '],
    ['sleep 5; echo never', ''],
    ['@\x03', '^C\n/ # '],
    ["trap 'echo got' INT", '/ # '],
    ['sleep 5', ''],
    ['@\x03', '^Cgot\n/ # '],
    ['trap - INT; read x', ''],
    ['@\x03', '^C\n/ # '],
    ['@\x04', '\n'],
  ]);
});

test('bash remembers where it found what it starts itself', () => {
  session('bash', [
    ['hash', 'hash: hash table empty\n$ '],
    ['type args; args | cat; type args', 'args is /bin/args\n\nargs is /bin/args\n$ '],
    ['args; args; hash', '\n\nhits\tcommand\n   2\t/bin/args\n$ '],
    ['type args; hash -r; type args', 'args is hashed (/bin/args)\nargs is /bin/args\n$ '],
    ['hash nosuch', 'bash: hash: nosuch: not found\n$ '],
  ]);
});

test('bash stays when it is to exit with what is no number', () => {
  session('bash', [
    ['exit abc', 'exit\nbash: exit: abc: numeric argument required\n$ '],
    ['echo $?; cd a b; echo $?', '2\nbash: cd: too many arguments\n2\n$ '],
    ['exit 3', 'exit\n'],
  ]);
});

test('bash expands history whatever reads its lines', () => {
  session('bash', [
    ['echo un', 'un\n$ '],
    ['!!', 'echo un\nun\n$ '],
    ['!nosuch', 'bash: !nosuch: event not found\n$ '],
    ['echo "!e"', 'echo "echo un"\necho un\n$ '],
  ]);
});

test('`wait` in bash tells of the jobs that it has waited for, not of those that had ended', () => {
  session('bash', [
    ['sleep 1 & sleep 0.9 &', '[1] 1101\n[2] 1102\n$ '],
    ['wait', '[1]-  Done                       sleep 1\n[2]+  Done                       sleep 0.9\n$ '],
    ['sleep 30 &', '[1] 1103\n$ '],
    ['kill %1', '$ '],
    ['wait', '$ '],
    ['jobs', '$ '],
  ]);
});

test('job control in bash', () => {
  session('bash', [
    ['sleep 30', ''],
    ['@\x1a', '^Z\n[1]+  Stopped                    sleep 30\n$ '],
    ['bg', '[1]+ sleep 30 &\n$ '],
    ['jobs', '[1]+  Running                    sleep 30 &\n$ '],
    ['kill %1; sleep 0.1', '[1]+  Terminated                 sleep 30\n$ '],
    ["sh -c 'kill -9 $$'", "Killed                     sh -c 'kill -9 $$'\n$ "],
    ['{ sleep 3; echo b; } > /dev/null 2>&1 &', '[1] 1104\n$ '],
    ['for i in 1 2; do sleep 20; done &', '[2] 1106\n$ '],
    [
      'jobs',
      '[1]-  Running                    { sleep 3; echo b; } > /dev/null 2>&1 &\n[2]+  Running                    for i in 1 2;\ndo\n    sleep 20;\ndone &\n$ ',
    ],
    ['kill -9 %1 %2', '$ '],
    [
      'true',
      '[1]-  Killed                     { sleep 3; echo b; } > /dev/null 2>&1\n[2]+  Killed                     for i in 1 2;\ndo\n    sleep 20;\ndone\n$ ',
    ],
    ['sleep 20 | cat', ''],
    ['@\x03', '^C\n$ '],
    ['echo $?', '130\n$ '],
    ['sleep 50', ''],
    ['@\x1a', '^Z\n[1]+  Stopped                    sleep 50\n$ '],
    ['exit', 'exit\nThere are stopped jobs.\n$ '],
    ['exit', 'exit\n'],
  ]);
});
