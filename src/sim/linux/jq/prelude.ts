/** The functions of jq that are written in jq, as in its own src/builtin.jq. */
export const PRELUDE = `
def select(f): if f then . else empty end;
def map(f): [.[] | f];
def map_values(f): .[] |= f;
def recurse(f): def r: ., (f | r); r;
def recurse(f; c): def r: ., (f | select(c) | r); r;
def recurse: recurse(.[]?);
def values: select(. != null);
def nulls: select(. == null);
def booleans: select(type == "boolean");
def numbers: select(type == "number");
def strings: select(type == "string");
def arrays: select(type == "array");
def objects: select(type == "object");
def iterables: select(type | . == "array" or . == "object");
def scalars: select(type | . != "array" and . != "object");
def add(f): reduce f as $x (null; . + $x);
def add: add(.[]);
def range($x): range(0; $x);
def to_entries: [keys_unsorted[] as $k | {key: $k, value: .[$k]}];
def from_entries: reduce .[] as $x ({}; . + {
  ($x | .key // .Key // .name // .Name): ($x | if has("value") then .value else .Value end)});
def with_entries(f): to_entries | map(f) | from_entries;
def any(g; c): isempty(first(g | c | select(.))) | not;
def all(g; c): isempty(first(g | c | select(. | not)));
def any(c): any(.[]; c);
def all(c): all(.[]; c);
def any: any(.);
def all: all(.);
def first: .[0];
def last: .[-1];
def last(f): reduce f as $x (null; $x);
def nth($n): .[$n];
def nth($n; f): last(limit($n + 1; f));
def until(c; u): def w: if c then . else (u | w) end; w;
def while(c; u): def w: if c then ., (u | w) else empty end; w;
def repeat(f): def r: f | (., r); r;
def inputs: def r: (try input catch empty) | (., r); r;
def join($s): if length == 0 then "" else reduce .[] as $x (null; (if . == null then "" else . + $s end) +
  ($x | if . == null then "" elif type == "boolean" or type == "number" then tojson else . end)) end;
def paths: path(..) | select(length > 0);
def paths(f): path(.. | select(f)) | select(length > 0);
def leaf_paths: paths(scalars);
def del(f): delpaths([path(f)]);
def in(xs): . as $x | xs | has($x);
def inside(xs): . as $x | xs | contains($x);
def index($i): indices($i) | .[0];
def rindex($i): indices($i) | .[-1];
def combinations: if length == 0 then [] else .[0][] as $x | (.[1:] | combinations) as $w | [$x] + $w end;
def walk(f): def w: if type == "object" then map_values(w) elif type == "array" then map(w) else . end | f; w;
def env: $ENV;
def IN(s): any(s == .; .);
def IN(src; s): any(src == s; .);
def transpose: . as $m | [range(0; [.[] | length] | max // 0) as $i | [$m[] | .[$i]]];
def ltrimstr($x): if startswith($x) then .[($x | length):] end;
def rtrimstr($x): if endswith($x) then .[:length - ($x | length)] end;
def pick(f): . as $v | reduce path(f) as $p (null; setpath($p; $v | getpath($p)));
def match($re; $flags): _match($re; $flags; false) | .[];
def match($re): if ($re | type) == "array" then match($re[0]; $re[1]) else match($re; null) end;
def test($re; $flags): _match($re; $flags; true);
def test($re): if ($re | type) == "array" then test($re[0]; $re[1]) else test($re; null) end;
def capture($re; $flags): match($re; $flags) | [.captures | .[] | select(.name != null) | {key: .name, value: .string}] | from_entries;
def capture($re): capture($re; null);
def scan($re; $flags): match($re; "g" + $flags) | if (.captures | length) > 0 then [.captures | .[] | .string] else .string end;
def scan($re): scan($re; null);
def split($re; $flags): . as $s | [foreach ((match($re; $flags + "g") | [.offset, .length]), null) as $m
  ([0, null]; if $m == null then [., $s[.[0]:]] | [.[0][0], .[1]] else [$m[0] + $m[1], $s[.[0]:$m[0]]] end; .[1])];
def splits($re; $flags): split($re; $flags) | .[];
def splits($re): splits($re; null);
def sub($re; f; $flags): . as $s | reduce (match($re; $flags) | . as $m
  | {m: $m, c: ([.captures | .[] | select(.name != null) | {key: .name, value: .string}] | from_entries)}) as $x
  ([0, ""]; [$x.m.offset + $x.m.length, .[1] + $s[.[0]:$x.m.offset] + ($x.c | f)]) | .[1] + $s[.[0]:];
def sub($re; f): sub($re; f; "");
def gsub($re; f; $flags): sub($re; f; $flags + "g");
def gsub($re; f): sub($re; f; "g");
`;
