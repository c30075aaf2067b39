import { FILLED, GO_TYPES } from './go-types.ts';

/** A JSON value of the wrong kind, in the words of Go's encoding/json. */
export class JsonTypeError extends Error {}

/** Smallest and largest value of Go's whole numbers; those of 64 bits as far as a double is exact. */
const RANGES: Readonly<Record<string, readonly [number, number]>> = {
  int: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  int64: [-(2 ** 63), 2 ** 63],
  uint: [0, 2 ** 64],
  uint64: [0, 2 ** 64],
  uint32: [0, 2 ** 32 - 1],
  uint16: [0, 2 ** 16 - 1],
};

const ZERO: Readonly<Record<string, unknown>> = { string: '', bool: false };

/** Where a value stands: a step from the body to it, the last of which may be an array's index. */
interface Place {
  readonly in?: Place;
  readonly name: string;
  readonly inArray: boolean;
}

/** The steps' names, escaped as in a JSON pointer (RFC 6901). */
function pathOf({ in: above, name }: Place): string[] {
  return above === undefined ? [name] : [...pathOf(above), name.replaceAll('~', '~0').replaceAll('/', '~1')];
}

const kindOf = (value: unknown): string => {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'boolean') return 'bool';
  return typeof value;
};

function refuse(value: unknown, type: string, place: Place, shown = kindOf(value)): never {
  const path = pathOf(place);
  const target = path.length < 2 ? 'Go value' : `${place.inArray ? '' : 'Go struct field '}${path.join('.')}`;
  throw new JsonTypeError(`json: cannot unmarshal ${shown} into ${target} of type ${type}`);
}

const step = (place: Place, name: string, inArray = false): Place => ({ in: place, name, inArray });

const isObject = (value: unknown): value is Record<string, unknown> => kindOf(value) === 'object';

type Fields = Readonly<Record<string, string>>;

const lowered = new WeakMap<Fields, ReadonlyMap<string, string>>();

/** The field that is meant by a name in any case. */
function fieldNamed(fields: Fields, key: string): string | undefined {
  if (Object.hasOwn(fields, key)) return key;
  const names = lowered.get(fields) ?? new Map(Object.keys(fields).map((name) => [name.toLowerCase(), name]));
  lowered.set(fields, names);
  return names.get(key.toLowerCase());
}

/** A struct's known members under their own names; Go finds them in any case, the exact one first. */
function struct(value: unknown, type: string, fields: Fields, place: Place): unknown {
  if (!isObject(value)) refuse(value, type, place);
  const decoded: Record<string, unknown> = {};
  if (FILLED.has(type)) {
    for (const [name, of] of Object.entries(fields)) decoded[name] = zero(of);
  }
  for (const [key, member] of Object.entries(value)) {
    const name = fieldNamed(fields, key);
    const of = name === undefined ? undefined : fields[name];
    if (name === undefined || of === undefined) continue;
    const result = decode(member, of, step(place, key));
    // A field set to nil is as one that was never set.
    if (result !== undefined && result !== null) decoded[name] = result;
  }
  return decoded;
}

function zero(type: string): unknown {
  const named = GO_TYPES[type];
  if (typeof named === 'string') return zero(named);
  return type in RANGES ? 0 : (ZERO[type] ?? null);
}

function whole(value: unknown, underlying: string, type: string, place: Place): unknown {
  const [least, most] = RANGES[underlying] ?? [0, 0];
  if (typeof value !== 'number') refuse(value, type, place);
  if (!Number.isInteger(value) || value < least || value > most) refuse(value, type, place, `number ${value}`);
  return value;
}

/** moby's strslice: one string stands for a list of one. Its own decoder does not know where it stands. */
function strings(value: unknown): unknown {
  if (Array.isArray(value) && value.every((member) => typeof member === 'string')) return value;
  return typeof value === 'string' ? [value] : refuse(value, 'string', { name: '', inArray: false });
}

function list(value: unknown, type: string, of: string, place: Place): unknown {
  if (!Array.isArray(value)) refuse(value, type, place);
  return value.map((member, index) => decode(member, of, step(place, String(index), true)) ?? zero(of));
}

function pairs(value: unknown, type: string, of: string, place: Place): unknown {
  if (!isObject(value)) refuse(value, type, place);
  const entries = Object.entries(value).map(([key, member]) => [key, decode(member, of, step(place, key)) ?? zero(of)]);
  return Object.fromEntries(entries);
}

/** Undefined where null leaves the field as it is. */
function decode(value: unknown, type: string, place: Place): unknown {
  if (type.startsWith('*')) return value === null ? null : decode(value, type.slice(1), place);
  const named = GO_TYPES[type];
  if (value === null) return type in ZERO || type in RANGES || named !== undefined ? undefined : null;
  if (type === 'strslice.StrSlice') return strings(value);
  if (typeof named === 'object') return struct(value, type, named, place);
  const underlying = named ?? type;
  if (underlying in ZERO) return kindOf(value) === underlying ? value : refuse(value, type, place);
  const array = /^\[(\d*)\](.*)$/.exec(underlying);
  if (array !== null) return fixed(list(value, type, array[2] ?? '', place), array[1] ?? '');
  if (underlying.startsWith('map[string]')) return pairs(value, type, underlying.slice('map[string]'.length), place);
  if (underlying in RANGES) return whole(value, underlying, type, place);
  return kindOf(value) === underlying ? value : refuse(value, type, place);
}

/** Go's arrays have their length, whatever the JSON has. */
function fixed(members: unknown, length: string): unknown {
  if (length === '' || !Array.isArray(members)) return members;
  return Array.from({ length: Number(length) }, (_, index) => members[index] ?? 0);
}

/** `value` as Go would decode it into `type`: members that Go does not know are left out, in any case of their letters found. */
export function decodeGo(value: unknown, type: string): unknown {
  const name = type === 'container.CreateRequest' ? '' : type.slice(type.indexOf('.') + 1);
  return decode(value, type, { name, inArray: false }) ?? undefined;
}
