import { expect, test } from 'vitest';
import { executable, makeTree, readFile } from '../../../kernel/fs/tree.ts';
import type { System } from '../../../kernel/syscalls.ts';
import { awk as busybox } from '../../busybox/awk.ts';
import { awk as mawk } from '../../mawk/awk.ts';
import { readAll } from '../../read-file.ts';
import { TestMachine } from '../../test-machine.test-support.ts';

/** Stands for the shell: `echo` prints, `cat` copies, a number is an exit status. */
function* sh(sys: System) {
  const command = sys.argv[2] ?? '';
  if (command === 'cat') yield* sys.write(1, yield* readAll(sys, 0));
  for (const text of command.matchAll(/echo (\w+)/g)) yield* sys.write(1, `${text[1]}\n`);
  return Number(/^exit (\d)/.exec(command)?.[1] ?? 0);
}

function machine() {
  const root = makeTree({
    bin: { sh: executable(sh) },
    usr: { bin: { awk: executable(mawk) } },
    b: { awk: executable(busybox) },
    fruit: 'pear 3\napple 10\nfig 2\napple 1\n',
    g: 'a b\nc d\n',
    tmp: {},
  });
  return { root, host: new TestMachine(root).host };
}

/** Output and complaints of one run. */
function run(program: string, words: readonly string[], input = ''): string {
  const { out, err, status } = machine().host.run([program, ...words], { input });
  return `${out}${err}${status === 0 ? '' : `=${status}\n`}`;
}

// Recorded from mawk 1.3.4 and BusyBox 1.37; where only one of them was asked, POSIX says the same.
const BOTH: readonly (readonly [words: readonly string[], shown: string])[] = [
  [['{ s += $2 } END { print NR, s }', 'fruit'], '4 16\n'],
  [['-F ', '$2 > 1 { print toupper($1) }', 'fruit'], 'PEAR\nAPPLE\nFIG\n'],
  [['NR==1; NR==2{next} {print FNR, FILENAME}', 'g', 'g'], 'a b\n1 g\n1 g\n2 g\n'],
  [['NR==FNR{a[$1]=$2;next} {print a[$1], FNR}', 'g', 'g'], 'b 1\nd 2\n'],
  [['/fig/,/1/{print NR}', 'fruit'], '3\n4\n'],
  [['{ $3 = "x" } 1', 'g'], 'a b x\nc d x\n'],
  [['{print $NF-1, $(NF-1)}', 'g'], '-1 a\n-1 c\n'],
  [['END{print NR; print $0}', 'g'], '2\nc d\n'],
  [['length($1) > 0 && !/c/ || $2 ~ "d$"', 'g'], 'a b\nc d\n'],
  [['-v', 'x=a\\tb', 'BEGIN{print x}'], 'a\tb\n'],
  [['-F', '|', '{print NF}', 'g'], '1\n1\n'],
  [['-F', '[ab]', '{print $2}', 'g'], ' \n\n'],
  [['{print x, $1}', 'x=1', 'g', 'x=2', 'g'], '1 a\n1 c\n2 a\n2 c\n'],
  [
    ['BEGIN{print 1e6, 0.1+0.2, 1e300, 100000*100000, -3 % 2, length("abc"), substr("hello",2,3), index("foo","o")}'],
    '1000000 0.3 1e+300 10000000000 -1 3 ell 2\n',
  ],
  [['BEGIN{print 1==1.0, "a"<"b", 10<9, "10"<"9"}'], '1 1 0 1\n'],
  [['BEGIN{s="aXbXc"; n=split(s,p,"X"); print n,p[1],p[3]; gsub(/X/,"[&]",s); print s}'], '3 a c\na[X]b[X]c\n'],
  [['BEGIN{print match("foobar","o+"),RSTART,RLENGTH; print toupper("abc") tolower("ABC")}'], '2 2 2\nABCabc\n'],
  [['BEGIN{print sprintf("%5.2f|%-5s|%05d|%c|%x",3.14159,"ab",42,65,255)}'], ' 3.14|ab   |00042|A|ff\n'],
  [['function f(a,b){return a+b} BEGIN{print f(1,2); exit 3}'], '3\n=3\n'],
  [['BEGIN{print -2^2, 2^3^2, !x + 1, 1 - -1, 1 2, 3 -1, 1+1 "" 2, -12 " " -24}'], '-4 512 2 2 12 2 22 -12-24\n'],
  [
    ['BEGIN { print substr("hello",0,2), substr("hello",-1), substr("hello",2.6), substr("x",5) "|" }'],
    'he hello ello |\n',
  ],
  [
    ['BEGIN { print 1e16, 123456789012, 1/3, 3.0, 1e-5, 123456.789, 17/4 "" }'],
    '10000000000000000 123456789012 0.333333 3 1e-05 123457 4.25\n',
  ],
  [['BEGIN { OFMT="%.2f"; print 3.14159, 3.14159 "" }'], '3.14 3.14159\n'],
  [['BEGIN { print (1 > 2) ? "y" : "n"; print 1,2,3 ; print(1)(2) ; print 1>2 ? "a" : "b" }'], 'n\n1 2 3\n12\n'],
  [['BEGIN { printf("%s %s\\n", "p", "q"); print length "x"; print length() }'], 'p q\n0x\n0\n'],
  [
    ['BEGIN{while(i<3){i++; if(i==2)continue; print i}; do {i--} while(i>0); print i; print i++ + ++i}'],
    '1\n3\n0\n2\n',
  ],
  [['BEGIN{x=y=3; x+=2; x*=3;x/=5;x-=1;x^=2;print x; for (;;) if (++n > 3) break; print n}'], '4\n4\n'],
  [
    ['BEGIN{a[1,2]=3; for (k in a) {split(k,q,SUBSEP); print q[1] q[2]}; print length(a), (1,2) in a, 1 in a}'],
    '12\n1 1 0\n',
  ],
  [['function f(a) { a["x"] = 1 } BEGIN { f(z); print z["x"] }'], '1\n'],
  [['function g(n) { return n <= 1 ? 1 : n * g(n-1) } BEGIN { print g(10), g(25) }'], '3628800 1.55112e+25\n'],
  [['BEGIN { n = split("a,b;c", p, /[,;]/); print n, p[2]; print split("", q) }'], '3 b\n0\n'],
  [['BEGIN { $3 = "x"; print NF, $0; $0="a b"; NF=3; $5="";print NF; print $0 "|" }'], '3   x\n5\na b   |\n'],
  [['\n# comment\nBEGIN { x = 1 +\\\n 2; print x\n if (x)\n\n print "y"\n else\n print "n"\n}\n'], '3\ny\n'],
  [
    ['BEGIN{getline x < "g"; print x; print (getline y < "/nosuch"); while ((getline l < "g") > 0) print "<" l ">"}'],
    'a b\n-1\n<c d>\n',
  ],
  [
    [
      'BEGIN{while (("echo a; echo b" | getline l) > 0) print "<" l ">"; print "z" | "cat"; close("cat"); print system("exit 3")}',
    ],
    '<a>\n<b>\nz\n3\n',
  ],
  [['BEGIN { exit 4 } END { print "e" }'], 'e\n=4\n'],
];

test.each(BOTH)('awk %j', (words, shown) => {
  expect(run('awk', words)).toBe(shown);
  expect(run('/b/awk', words)).toBe(shown);
});

test('records end where RS says', () => {
  const paragraphs = 'a b\nc d\n\n\ne f\n';
  for (const awk of ['awk', '/b/awk']) {
    expect(run(awk, ['-v', 'RS=', '{print NR": "$1"|"$NF}'], paragraphs)).toBe('1: a|d\n2: e|f\n');
    expect(run(awk, ['-v', 'RS=;', '-F,', '{print $2}'], 'a,b;c,d')).toBe('b\nd\n');
    expect(run(awk, ['BEGIN{getline; print "got " $0}'], 'hello\n')).toBe('got hello\n');
  }
  expect(run('/b/awk', ['-F:', '-v', 'OFS=-', '{$1=$1; print; print NF; $5="x"; print; NF=2; print}'], 'a:b:c\n')).toBe(
    'a-b-c\n3\na-b-c--x\na-b\n',
  );
  expect(
    run('/b/awk', ['{print gsub(/foo/, "<&>"), $0; sub(/o+/, "\\\\&"); print; gsub(/x*/, "-"); print}'], 'foo bar foo'),
  ).toBe('2 <foo> bar <foo>\n<f&> bar <foo>\n-<-f-&->- -b-a-r- -<-f-o-o->-\n');
  expect(run('/b/awk', ['{print ($1<10), ($1=="5"), ($1==5.0)}'], '5\n')).toBe('1 1 1\n');
});

test('the keys of an array come in the order of the hash table of each', () => {
  const program =
    'BEGIN { for(i=1;i<=12;i++) y[i]=i; for (k in y) printf "%s ", k; print ""; x["one"];x["web"];x["nginx"];x["alpine"];x["10.0.0.1"]; for (k in x) printf "%s ", k; print ""}';
  expect(run('/b/awk', [program])).toBe('10 11 12 1 2 3 4 5 6 7 8 9 \nalpine one 10.0.0.1 web nginx \n');
  expect(run('awk', [program])).toBe('3 10 8 6 5 2 11 1 4 12 9 7 \n10.0.0.1 nginx web alpine one \n');
});

test('print writes files', () => {
  const { root, host } = machine();
  host.run([
    'awk',
    'BEGIN { print "x", "y" > "/tmp/o"; print "z" > "/tmp/o"; close("/tmp/o"); print "Q" >> "/tmp/o" }',
  ]);
  expect(readFile(root, 'tmp/o')).toBe('x y\nz\nQ\n');
});

test.each([
  ['{', 'line 2: missing } near end of file'],
  ['BEGIN{print foo(1)}', 'line 2: function foo never defined'],
  ['BEGIN { print ) }', "line 1: extra ')'"],
  ['BEGIN { if (1) print "x" else print "y" }', 'line 1: syntax error at or near else'],
  ['BEGIN { print $-1 }', 'run time error: negative field index $-1\n\tFILENAME="" FNR=0 NR=0'],
  ['BEGIN { return 1 }', 'line 1: return outside function body'],
  ['BEGIN { next }', 'line 1: improper use of next'],
  ['BEGIN { a="x"; a[1]=2 }', 'line 1: illegal reference to variable a'],
  ['BEGIN{print substr("hello")}', 'line 1: not enough arguments in call to substr: 1 (need 2)'],
  ['/[/', 'line 1: runaway regular expression /[/ ...'],
  ['BEGIN{print "unterminated}', 'line 1: runaway string constant "unterminat ...'],
  ['@', "1: unexpected character '@'"],
  ['BEGIN { printf "%s" }', 'run time error: not enough arguments passed to printf("%s")\n\tFILENAME="" FNR=0 NR=0'],
])('mawk complains of %s', (program, complaint) => {
  expect(run('awk', [program])).toBe(`awk: ${complaint}\n=2\n`);
});

test.each([
  ['{', 'Unexpected token'],
  ['BEGIN{print 1/0}', 'Division by zero'],
  ['BEGIN{print foo(1)}', 'Call to undefined function'],
  ['BEGIN { print ) }', 'Unexpected token'],
  ['BEGIN { print $-1 }', 'Access to negative field'],
  ['BEGIN{print substr("hello")}', 'Too few arguments'],
  ['BEGIN{print "unterminated}', 'Unexpected end of string'],
])('BusyBox complains of %s', (program, complaint) => {
  expect(run('/b/awk', [program])).toBe(`awk: cmd. line:1: ${complaint}\n=1\n`);
});

test('files that are not there', () => {
  expect(run('awk', ['{print}', '/nosuch'])).toBe('awk: cannot open "/nosuch" (No such file or directory)\n=2\n');
  expect(run('/b/awk', ['{print}', '/nosuch'])).toBe('awk: /nosuch: No such file or directory\n=1\n');
  expect(run('/b/awk', ['-f', '/nosuch'])).toBe("awk: can't open '/nosuch': No such file or directory\n=1\n");
});

test('an endless loop lets time pass, and ends at ^C', () => {
  const { status } = machine().host.run(['awk', 'BEGIN { while (1) n++ }'], {
    seconds: 2,
    signal: { name: 'SIGINT', after: 0.1 },
  });
  expect(status).toBeUndefined();
});
