import { NotSimulated } from '../not-simulated.ts';
import type { Definition, Filter, Pattern } from './ast.ts';
import { NATIVE } from './native.ts';
import { JqProblem } from './token-stream.ts';

/** Functions that jq has and the simulation lacks. */
const LACKING = new Set(
  `strftime strptime strflocaltime mktime gmtime localtime todate fromdate date dateadd datesub todateiso8601
  fromdateiso8601 tostream fromstream truncate_stream debug stderr input_filename input_line_number halt halt_error
  INDEX GROUP_BY UNIQUE_BY bsearch builtins trimstr skip
  sin cos tan asin acos atan significand gamma lgamma frexp modf ldexp scalb nearbyint cbrt`.split(/\s+/),
);

type Names = ReadonlySet<string>;

const with_ = (names: Names, ...more: readonly string[]): Names => new Set([...names, ...more]);

const boundBy = (pattern: Pattern): string[] =>
  pattern.kind === 'name'
    ? [`$${pattern.name}`]
    : (pattern.kind === 'array' ? pattern.items : pattern.entries.map(([, inner]) => inner)).flatMap(boundBy);

const nameOf = ({ name, parameters }: Definition): string => `${name}/${parameters.length}`;

/** The names that a filter uses and nobody has defined, in the order of the program. */
export function undefinedNames(filter: Filter, names: Names): JqProblem[] {
  if (filter.kind === 'variable' && !names.has(`$${filter.name}`))
    return [problem(`$${filter.name}`, `$${filter.name}`, filter.at)];
  if (filter.kind === 'call') {
    const name = `${filter.name}/${filter.args.length}`;
    if (LACKING.has(filter.name) && !names.has(name)) throw new NotSimulated(`jq ${filter.name}`);
    const known = names.has(name) || NATIVE[name] !== undefined;
    return [
      ...(known ? [] : [problem(name, filter.name, filter.at)]),
      ...filter.args.flatMap((arg) => undefinedNames(arg, names)),
    ];
  }
  if (filter.kind === 'define') {
    const { definition, rest } = filter;
    const known = with_(names, nameOf(definition));
    const inner = with_(
      known,
      ...definition.parameters.flatMap((name) => (name.startsWith('$') ? [name, `${name.slice(1)}/0`] : [`${name}/0`])),
    );
    return [...undefinedNames(definition.body, inner), ...undefinedNames(rest, known)];
  }
  if (filter.kind === 'bind')
    return [
      ...undefinedNames(filter.source, names),
      ...undefinedNames(filter.body, with_(names, ...boundBy(filter.pattern))),
    ];
  if (filter.kind === 'reduce' || filter.kind === 'foreach') {
    const inner = with_(names, ...boundBy(filter.pattern));
    const last = filter.extract ? [filter.extract] : [];
    const outer = [filter.source, filter.start].flatMap((each) => undefinedNames(each, names));
    return [...outer, ...[filter.update, ...last].flatMap((each) => undefinedNames(each, inner))];
  }
  return partsOf(filter).flatMap((part) => undefinedNames(part, names));
}

const problem = (name: string, shown: string, at: number): JqProblem =>
  new JqProblem(`${name} is not defined`, at, at + shown.length);

/** The filters that a filter is made of, where no names are bound between. */
function partsOf(filter: Filter): Filter[] {
  const isFilter = (part: unknown): part is Filter => typeof part === 'object' && part !== null && 'kind' in part;
  return Object.values(filter).flat(2).filter(isFilter);
}
