import { expect, test } from 'vitest';
import type { Dialect } from './dialect.ts';
import { run } from './shell.test-support.ts';

const BOTH: Dialect[] = ['ash', 'bash'];

const printed = (dialect: Dialect, script: string): string => {
  const { out, err } = run(dialect, script);
  return out + err;
};

test.each<[string, string]>([
  ['echo a b   "c  d" \'$x\'', 'a b c  d $x\n'],
  ['name=Ada; echo Hello $name, "Hello $name", \'Hello $name\', \\$name', 'Hello Ada, Hello Ada, Hello $name, $name\n'],
  [
    'file=/var/log/app.tar.gz; echo ${file%.*} ${file%%.*} ${file#*/} ${file##*/} ${#file}',
    '/var/log/app.tar /var/log/app var/log/app.tar.gz app.tar.gz 19\n',
  ],
  ['echo ${nothing:-default} [${nothing}] ${nothing:=now} $nothing', 'default [] now now\n'],
  ['file=x; echo ${file:+set} [${none:+set}] ${none-unset}', 'set [] unset\n'],
  [
    'file=/var/log/app.tar.gz; echo ${file:5:3} ${file/log/LOG} ${file//a/A}',
    'log /var/LOG/app.tar.gz /vAr/log/App.tAr.gz\n',
  ],
  ['echo $((7 / 2)) $((7 % 2)) $((2 ** 8)) $(((1 + 2) * 3)) $((0x1f))', '3 1 256 9 31\n'],
  ['i=5; i=$((i + 1)); echo $i $((i > 3)) $((i == 3)) $((i++)) $i', '6 1 0 6 7\n'],
  ['echo "today $(echo is $(echo nested))" `echo old style`', 'today is nested old style\n'],
  ['set -- one "two three" four; for w in "$@"; do echo "<$w>"; done; echo $#', '<one>\n<two three>\n<four>\n3\n'],
  ['set -- one "two three"; for w in $*; do echo "<$w>"; done; shift; echo "$*"', '<one>\n<two>\n<three>\ntwo three\n'],
  ['IFS=:; x=a::b:; args $x', '<a><><b>\n'],
  ['args "$nothing" $nothing ""', '<><>\n'],
  ['args "" "$@" x"$@"y', '<><xy>\n'],
  ['true && echo yes || echo no; false && echo yes || echo no', 'yes\nno\n'],
  ['if false; then echo a; elif true; then echo b; else echo c; fi', 'b\n'],
  ['i=3; while [ $i -gt 0 ]; do echo $i; i=$((i - 1)); done', '3\n2\n1\n'],
  ['for n in 7 8 9; do [ $n = 7 ] && continue; echo $n; break; done', '8\n'],
  ['for i in 1 2; do for j in a b; do [ $j = b ] && continue 2; echo $i$j; done; done', '1a\n2a\n'],
  ['case a.txt in *.md) echo md;; *.txt|x) echo text;; *) echo other;; esac', 'text\n'],
  [
    'hello() { local who=${1:-world}; echo "hello $who"; return 4; }; hello; hello Bob; echo $? "[$who]"',
    'hello world\nhello Bob\n4 []\n',
  ],
  ['cat <<END\nuser $HOME\n  sum $((40 + 2))\nEND', 'user /root\n  sum 42\n'],
  ["cat <<'END' | upper\nraw $HOME\nEND", 'RAW $HOME\n'],
  ['printf "1\\n2\\n3\\n" | while read n; do [ $((n % 3)) -eq 0 ] && echo $n; done', '3\n'],
  ['(set -e; false; echo not reached); echo $?', '1\n'],
  ['(cd /etc; pwd); pwd; { echo a; echo b; } | lines', '/etc\n/tmp\n2\n'],
  ["printf '%s=%03d %5.2f|\\n' a 7 3.14159 b 42 2", 'a=007  3.14|\nb=042  2.00|\n'],
  ['cd /etc; echo host*; echo "host*" nope*', 'hostname hosts\nhost* nope*\n'],
  ["echo -e 'tab\\there\\nnew line' ; echo -n no newline; echo", 'tab\there\nnew line\nno newline\n'],
  ["export CITY=Rome; name=x; sh -c 'echo $CITY [$name]'", 'Rome []\n'],
  ['echo hi > f; echo more >> f; cat < f; lines < f', 'hi\nmore\n2\n'],
  ['{ echo out; echo err >&2; } 2>&1 | upper', 'OUT\nERR\n'],
  ['exec 3> f; echo hi >&3; exec 3>&-; cat f', 'hi\n'],
  ["x=1; (x=2; echo $x); echo $x; x=3 sh -c 'echo $x'; echo $x", '2\n1\n3\n1\n'],
  ['yes | first', 'y\n'],
  ['echo foo | echo $(cat)', 'foo\n'],
  ['false | true; echo $?; ! true; echo $?', '0\n1\n'],
  ['trap "echo bye" EXIT; echo hi', 'hi\nbye\n'],
  ['sleep 1 & wait $!; echo $?', '0\n'],
  ['eval "a=1; echo \\$a"; eval; echo $?', '1\n0\n'],
  ['f() { echo $# $1; }; f "a b" c; unset -f f', '2 a b\n'],
  ['set -e; false || true; if false; then :; fi; ! true; echo on', 'on\n'],
  ['x=$(exit 3); echo $?; x=$(echo a; exit 4) || echo $x $?', '3\na 4\n'],
  ['a="x  y"; b=$a; args $b "$b"', '<x><y><x  y>\n'],
  ['echo ~ ~/x a~ "~"; x=~/y:~; echo $x', '/root /root/x a~ ~\n/root/y:/root\n'],
  ['printf "a b\\n c:d \\n" | { read x y; read z; echo "$x,$y,$z."; }', 'a,b,c:d.\n'],
  ['cat <<E\n4 ${y:-"a  b"} ${y:-\'z\'} \\" \\$ \\\\ \\a\nE', "4 a  b 'z' \\\" $ \\ \\a\n"],
  ['x=a.b; echo "${x%\'.\'*}" "${x/\'.\'/_}" ${#} ${#:-z} ${##} "${y:-a{b}c}" "${y:-\\}}"', 'a a_b 0 0 1 a{bc} }\n'],
  ['args ${y:-a b \'c  d\' "e  f"} ~"x"', '<a><b><c  d><e  f><~x>\n'],
  ['x=1; echo `echo \\`echo n\\` \\$x "\\"q\\""` "`echo \\"z\\"`"', 'n 1 "q" z\n'],
  ['until false; do echo once; break; done; echo ${x:-$(echo sub)} "${y:-a  b}"', 'once\nsub a  b\n'],
])('%s', (script, expected) => {
  for (const dialect of BOTH) expect([dialect, printed(dialect, script)]).toEqual([dialect, expected]);
});

test.each<[string, string]>([
  ['echo {1..3} {a,b}{x,y} a{b c}', '1 2 3 ax ay bx by a{b c}\n'],
  ['y=; echo "${y:-x"{a,b}"}"{c,d} ${y:-a{b,c}} 😀{"1,2",$((3))}', 'x{a,b}c x{a,b}d a{b,c} 😀1,2 😀3\n'],
  ['[[ a < b && foo && a == @(a|b) ]] && echo yes; x=a[1]; f[1+1]=q; echo ${f[2]} $x[0]', 'yes\nq a[1][0]\n'],
  ['for ((k = 2; k > 0; k--)); do printf "%d " $k; done; (exit 4); echo $?', '2 1 4\n'],
  ['if [[ running == run* && ! x == y ]]; then echo yes; fi; [[ abc =~ b(.) ]] && echo ${BASH_REMATCH[1]}', 'yes\nc\n'],
  ['read -r a b <<< "one two three"; echo "$b <- $a"', 'two three <- one\n'],
  ['a=(1 "2 3"); a+=(4); echo ${a[1]} ${#a[@]} ${a[@]:1} "${!a[@]}"', '2 3 3 2 3 4 0 1 2\n'],
  ['true | false | true; echo "${PIPESTATUS[@]}"', '0 1 0\n'],
  ['echo a &> f; cat f; x=abc; echo ${x^^} ${x: -2} ${x:1:-1}', 'a\nABC bc b\n'],
  ['cat <(echo a) | upper', 'A\n'],
  ['(( 1 + 1 == 2 )) && echo yes; i=1; (( i += 4 )); echo $i', 'yes\n5\n'],
])('bash: %s', (script, expected) => {
  expect(printed('bash', script)).toBe(expected);
});

test.each<[string, string, string | number, string, string | number]>([
  ['foo', 'sh: foo: not found\n', 127, 'bash: line 1: foo: command not found\n', 127],
  ['/tmp', 'sh: /tmp: Permission denied\n', 126, 'bash: line 1: /tmp: Is a directory\n', 126],
  ['/etc/hosts', 'sh: /etc/hosts: Permission denied\n', 126, 'bash: line 1: /etc/hosts: Permission denied\n', 126],
  ['./nosuch', 'sh: ./nosuch: not found\n', 127, 'bash: line 1: ./nosuch: No such file or directory\n', 127],
  ['cat < nosuch', "sh: can't open nosuch: no such file\n", 1, 'bash: line 1: nosuch: No such file or directory\n', 1],
  [
    'echo > /nosuch/x',
    "sh: can't create /nosuch/x: nonexistent directory\n",
    1,
    'bash: line 1: /nosuch/x: No such file or directory\n',
    1,
  ],
  ['echo > /tmp', "sh: can't create /tmp: Is a directory\n", 1, 'bash: line 1: /tmp: Is a directory\n', 1],
  [
    'echo )',
    'sh: syntax error: unexpected ")"\n',
    2,
    "bash: -c: line 1: syntax error near unexpected token `)'\nbash: -c: line 1: `echo )'\n",
    2,
  ],
  [
    "echo 'abc",
    'sh: syntax error: unterminated quoted string\n',
    2,
    "bash: -c: line 1: unexpected EOF while looking for matching `''\n",
    2,
  ],
  [
    'if true',
    'sh: syntax error: unexpected end of file (expecting "then")\n',
    2,
    "bash: -c: line 2: syntax error: unexpected end of file from `if' command on line 1\n",
    2,
  ],
  [
    'cd /nosuch',
    "sh: cd: line 0: can't cd to /nosuch: No such file or directory\n",
    2,
    'bash: line 1: cd: /nosuch: No such file or directory\n',
    1,
  ],
  ['set -u; echo $x; echo after', 'sh: x: parameter not set\n', 2, 'bash: line 1: x: unbound variable\n', 127],
  [
    'echo ${x:?}; echo after',
    'sh: x: parameter not set or null\n',
    2,
    'bash: line 1: x: parameter null or not set\n',
    127,
  ],
  ['echo ${x:?is required}', 'sh: x: is required\n', 2, 'bash: line 1: x: is required\n', 127],
  ['readonly a=1; a=2; echo after', 'sh: a: is read only\n', 2, 'bash: line 1: a: readonly variable\n', 1],
  ['echo $((1 / 0))', 'sh: divide by zero\n', 2, 'bash: line 1: 1 / 0: division by 0 (error token is "0")\n', 1],
  [
    'echo $((1+))',
    'sh: arithmetic syntax error\n',
    2,
    'bash: line 1: 1+: arithmetic syntax error: operand expected (error token is "+")\n',
    1,
  ],
  ['exit abc', 'sh: exit: line 0: Illegal number: abc\n', 2, 'bash: line 1: exit: abc: numeric argument required\n', 2],
  ['kill -9 $$', '', 'SIGKILL', '', 'SIGKILL'],
  [
    '. /nosuch; echo after >&2',
    "sh: .: line 0: can't open '/nosuch': No such file or directory\n",
    2,
    'bash: line 1: /nosuch: No such file or directory\nafter\n',
    0,
  ],
  ['echo ${a b}', 'sh: syntax error: bad substitution\n', 2, 'bash: line 1: ${a b}: bad substitution\n', 1],
  ['set -x; echo a "b c"', "+ echo a 'b c'\n", 0, "+ echo a 'b c'\n", 0],
  ['echo "${y:-it\'s}"', '', 0, "bash: -c: line 1: unexpected EOF while looking for matching `''\n", 2],
  [
    'a=`)`; exit $?',
    '',
    0,
    "bash: command substitution: line 1: syntax error near unexpected token `)'\nbash: command substitution: line 1: `)'\n",
    2,
  ],
  [
    "echo a`echo 'b`c",
    'sh: syntax error: unterminated quoted string\n',
    2,
    "bash: command substitution: line 1: unexpected EOF while looking for matching `''\n",
    0,
  ],
  ['echo $((echo a); echo b)', "sh: syntax error: missing '))'\n", 2, '', 0],
  [
    'echo a=(1 2)',
    'sh: syntax error: unexpected "("\n',
    2,
    "bash: -c: line 1: syntax error near unexpected token `('\nbash: -c: line 1: `echo a=(1 2)'\n",
    2,
  ],
  ['[ 1 -eq a ]', 'sh: a: bad number\n', 2, 'bash: line 1: [: a: integer expected\n', 2],
])('%s complains', (script, ash, ashStatus, bash, bashStatus) => {
  const inAsh = run('ash', script);
  expect([inAsh.err, inAsh.status]).toEqual([ash, ashStatus]);
  const inBash = run('bash', script);
  expect([inBash.err, inBash.status]).toEqual([bash, bashStatus]);
});

test('functions that call themselves without end are stopped', () => {
  expect(run('bash', 'f() { if true; then while :; do f; done; fi; }; f; echo after')).toMatchObject({
    out: '',
    status: 1,
  });
});

test('a script file has its own name, arguments and lines', () => {
  const files = { 's.sh': '#!/bin/sh\necho "args: $# $1"\nfoo\nexit 5\n' };
  expect(run('ash', '', { words: ['/s.sh', 'x', 'y'], files })).toMatchObject({
    out: 'args: 2 x\n',
    err: '/s.sh: line 3: foo: not found\n',
    status: 5,
  });
});

test.each<[string, number]>([
  ['sleep 1', 1],
  ['true; sleep 1', 1],
  ['true && exec sleep 1 > f', 1],
  ['sleep 1; true', 2],
  ['trap : EXIT; sleep 1', 2],
  ["eval 'sleep 1'; true", 2],
])('the last program of -c takes the place of the shell: %s', (script, processes) => {
  for (const dialect of BOTH) expect(run(dialect, script, { seconds: 0.5 }).processes).toBe(processes);
});

test('a script on the standard input shares it with its commands', () => {
  expect(run('ash', '', { words: [], stdin: 'echo a\nread x\nhello\necho "<$x>"\n' }).out).toBe('a\n<hello>\n');
});

test("the environment's order is that of each shell's hash table", () => {
  const names = (dialect: Dialect) =>
    run(dialect, 'export A=1 B=1 C=1 D=1 E=1 F=1 FOO=1 BAR=1; env')
      .out.split('\n')
      .map((line) => line.split('=')[0]);
  expect(names('bash')).toEqual([
    'PWD',
    'F',
    'E',
    'D',
    'C',
    'B',
    'A',
    'FOO',
    'HOME',
    'TERM',
    'BAR',
    'SHLVL',
    'PATH',
    '_',
    '',
  ]);
});

test.each<[Dialect, string, string]>([
  [
    'ash',
    'for i in 1; do\n  # comment\n  cd /nosuch\ndone',
    "sh: cd: line 2: can't cd to /nosuch: No such file or directory\n",
  ],
  ['bash', 'f() {\n  cd /nosuch\n}\nf', 'bash: line 2: cd: /nosuch: No such file or directory\n'],
  ['ash', 'f() { while getopts ab o; do echo -n $o; done; }; f -ab; f -b', 'abb'],
  ['ash', 'f() { getopts :a: o; echo $o $OPTARG $OPTIND; }; f -a', ': a 2\n'],
  ['ash', "printf '%d\\n' 1 x 2", "1\nsh: invalid number 'x'\n0\n2\n"],
  ['ash', 'trap "echo t" TERM; (kill $$; sleep 1) & wait; echo $?', 't\n143\n'],
  ['ash', 'set -o nosuch; echo $?', 'sh: set: line 0: illegal option -o nosuch\n1\n'],
  ['ash', 'echo a b; echo $_', 'a b\nb\n'],
  ['ash', '[ /etc -nt /nosuch ]; echo $?', '1\n'],
  ['bash', '[ /etc -nt /nosuch ]; echo $?', '0\n'],
  ['bash', 'set -u; declare -A n; for k in b a b; do (( n[$k] += 1 )); done; echo ${n[b]} ${n[a]}', '2 1\n'],
  ['bash', 'set -e; while read x; do [[ $x == b ]] && echo b; done <<< a; echo on', 'on\n'],
  [
    'bash',
    'set -e; trap \'echo "$BASH_COMMAND"\' ERR; { cat; } < /nosuch; echo no',
    'bash: line 1: /nosuch: No such file or directory\ntrap \'echo "$BASH_COMMAND"\' ERR\n',
  ],
])('%s: %s', (dialect, script, expected) => {
  const lines = (text: string): string[] => text.split('\n').sort();
  expect(lines(printed(dialect, script))).toEqual(lines(expected));
});
