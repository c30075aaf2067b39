import { expect, test } from 'vitest';
import { template } from './template.ts';
import { fromJson, Struct } from './value.ts';

const data = fromJson({
  Name: '/t1',
  Id: '356bc47ff76c3944aca48c5d3f25aa5e',
  State: { Running: true, Paused: false, Status: 'running' },
  Pid: 12,
  Config: { Cmd: ['nginx', '-g', 'daemon off;'], Env: ['COLOR=red'], Image: 'nginx', Labels: { a: '1', b: '2' } },
  Ports: { '80/tcp': [{ HostIp: '', HostPort: '8080' }], '443/tcp': null },
});

const run = (source: string): string => template(source).execute(data, 'error');

function refusal(source: string): string {
  try {
    return run(source);
  } catch (error) {
    return (error as Error).message;
  }
}

test.each([
  ['{{.Name}}: {{.State.Status}}', '/t1: running'],
  ['{{range $k, $v := .Config.Labels}}{{$k}}={{$v}};{{end}}', 'a=1;b=2;'],
  ['{{range .Config.Cmd}}[{{.}}]{{end}}', '[nginx][-g][daemon off;]'],
  [
    '{{range $i, $e := .Config.Cmd}}{{if $i}}, {{end}}{{$i}}:{{$e}}{{end}} {{$.Name}}',
    '0:nginx, 1:-g, 2:daemon off; /t1',
  ],
  ['{{(index (index .Ports "80/tcp") 0).HostPort}}', '8080'],
  ['{{if eq .State.Status "exited"}}over{{else if .State.Running}}going{{end}}', 'going'],
  ['{{join (split "a b" " ") " + "}}|{{json (split .Config.Image "n")}}', 'a + b|["","gi","x"]'],
  ['{{with index .Config.Labels "a"}}a is {{.}}{{end}}', 'a is 1'],
  [
    '{{printf "%s: %d, %.12s|%-6s|%5d|%05d|%q" .Name (len .Config.Labels) .Id "ab" 42 42 "q"}}',
    '/t1: 2, 356bc47ff76c|ab    |   42|00042|"q"',
  ],
  ['{{slice .Name 1 | upper}} {{lower "LOW"}} {{title "a b"}}', 'T1 low A B'],
  ['{{and .State.Running (not .State.Paused)}} {{or false "x"}} {{ne 1 2}} {{lt 3 2}}', 'true x true false'],
  ['a {{- .Name -}}   !{{/* nothing */}}', 'a/t1!'],
  ['{{.Config.Cmd}} {{.Config.Labels}} {{len "é"}} {{println 1 "a"}}', '[nginx -g daemon off;] map[a:1 b:2] 2 1 a\n'],
  ['{{range .Config.Cmd}}{{if eq . "-g"}}{{break}}{{end}}{{.}}{{end}}', 'nginx'],
  ['{{$x := 1}}{{if true}}{{$x = 2}}{{end}}{{$x}}{{`raw`}}{{"\\t"}}', '2raw\t'],
  ['{{define "T"}}<{{.}}>{{end}}{{template "T" .Name}}', '</t1>'],
  [
    '{{.Pid}} {{eq .Pid "12"}} {{json .Pid}} {{if .Pid}}yes{{end}} {{printf "%T %d" .Pid 3}}',
    '12 true 12 yes json.Number 3',
  ],
  ['{{1e3}} {{0x1F}} {{1.50}} {{printf "%e|%U|%5.2f" 1234.5 65 3.14159}}', '1000 31 1.5 1.234500e+03|U+0041| 3.14'],
  ['{{pad .Name 1 2}}|{{truncate .Name 2}}|{{print 1 2 "a" 3}}', ' /t1  |/t|1 2a3'],
])('%s gives %j', (source, expected) => {
  expect(run(source)).toBe(expected);
});

test.each([
  ['{{.Foo}}', 'template: :1:2: executing "" at <.Foo>: map has no entry for key "Foo"'],
  ['{{.State.Foo}}', 'template: :1:8: executing "" at <.State.Foo>: map has no entry for key "Foo"'],
  ['{{.Name', 'template: :1: unclosed action'],
  ['{{@}}', 'template: :1: unexpected "@" in command'],
  ['{{..}}', 'template: :1: unexpected <.> in operand'],
  ['{{08}}', 'template: :1: integer overflow: "08"'],
  ['{{$y = 3}}', 'template: :1:7: executing "" at <3>: undefined variable: $y'],
  ['{{template "none"}}', 'template: :1:11: executing "" at <{{template "none"}}>: template "none" not defined'],
  [
    '{{eq .Pid 0}}',
    'template: :1:2: executing "" at <eq .Pid 0>: error calling eq: incompatible types for comparison: json.Number and int',
  ],
  [
    '{{call .Name}}',
    'template: :1:2: executing "" at <call .Name>: error calling call: non-function .Name of type string',
  ],
  ['{{(index .Config.Labels "z").Foo}}', 'template: :1:24: executing "" at <"z">: nil data; no entry for key "Foo"'],
  ['{{json .Name 1}}', 'template: :1:2: executing "" at <json>: wrong number of args for json: want 1 got 2'],
  ['{{.Name}', "template: :1: bad character U+007D '}'"],
  ['{{.Name}x}}', "template: :1: bad character U+007D '}'"],
  ['{{.Name}.}}', "template: :1: bad character U+007D '}'"],
  ['{{foo .Name}}', 'template: :1: function "foo" not defined'],
  ['{{range .Config.Env}}', 'template: :1: unexpected EOF'],
  ['{{end}}', 'template: :1: unexpected {{end}}'],
  [
    '{{index .Config.Env 9}}',
    'template: :1:2: executing "" at <index .Config.Env 9>: error calling index: index out of range: 9',
  ],
  [
    '{{join .Name ","}}',
    'template: :1:7: executing "" at <.Name>: wrong type for value; expected []string; got string',
  ],
  [
    '{{len .State.Running}}',
    'template: :1:2: executing "" at <len .State.Running>: error calling len: len of type bool',
  ],
  ['{{}}', 'template: :1: missing value for command'],
  ['{{$x}}', 'template: :1: undefined variable "$x"'],
  ['{{upper}}', 'template: :1:2: executing "" at <upper>: wrong number of args for upper: want 1 got 0'],
  ['a\n{{.Name.X}}', `template: :2:7: executing "" at <.Name.X>: can't evaluate field X in type interface {}`],
])('%s is refused as Go does', (source, message) => {
  expect(refusal(source)).toBe(message);
});

test('a method is called, with its arguments', () => {
  const row = new Struct(
    '*network.networkContext',
    new Map([
      ['Label', (name: unknown) => `<${name}>`],
      ['ID', () => 'abc'],
    ]),
  );
  expect(template('{{.ID}} {{.Label "env"}}').execute(row)).toBe('abc <env>');
  expect(() => template('{{.Subnet}}').execute(row)).toThrow(
    `template: :1:2: executing "" at <.Subnet>: can't evaluate field Subnet in type *network.networkContext`,
  );
});

test('a missing key is no value unless it is an error', () => {
  expect(template('{{.Nope}}').execute(data)).toBe('<no value>');
});
