import { described, isArray, isObject, JqError, type Json, typeOf } from './value.ts';

/** A step of a path: a key, a place, or a part of an array. */
export type Step = string | number | Slice;
export interface Slice {
  readonly from: number | null;
  readonly to: number | null;
}

const isSlice = (step: Json | Step): step is Slice => typeof step === 'object' && step !== null && 'from' in step;

/** A step as a path shows it. */
export const stepValue = (step: Step): Json =>
  isSlice(step)
    ? new Map<string, Json>([
        ['start', step.from],
        ['end', step.to],
      ])
    : step;

/** A value as a step; a slice is an object with `start` and `end`. */
export function stepOf(value: Json): Step {
  if (typeof value === 'string' || typeof value === 'number') return value;
  if (isObject(value)) return { from: numberOrNull(value.get('start')), to: numberOrNull(value.get('end')) };
  throw new JqError(`Path component must be a string, number or object, not ${typeOf(value)}`);
}

const numberOrNull = (value: Json | undefined): number | null => (typeof value === 'number' ? value : null);

function bounds(length: number, { from, to }: Slice): [number, number] {
  const place = (at: number): number => Math.min(length, Math.max(0, at < 0 ? at + length : at));
  const start = place(Math.floor(from ?? 0));
  return [start, Math.max(start, place(Math.ceil(to ?? length)))];
}

/** `.[step]`. */
export function get(value: Json, step: Step): Json {
  if (isSlice(step)) {
    if (value === null) return null;
    if (!isArray(value) && typeof value !== 'string') throw new JqError(`Cannot index ${typeOf(value)} with object`);
    const chars = isArray(value) ? value : [...value];
    const part = chars.slice(...bounds(chars.length, step));
    return isArray(value) ? part : part.join('');
  }
  if (value === null) return null;
  if (isObject(value) && typeof step === 'string') return value.get(step) ?? null;
  if (isArray(value) && typeof step === 'number') {
    const at = Math.floor(step);
    return value[at < 0 ? at + value.length : at] ?? null;
  }
  throw cannotIndex(value, step);
}

/** « Cannot index number with string ("x") ». */
export const cannotIndex = (value: Json, key: Json): JqError =>
  new JqError(`Cannot index ${typeOf(value)} with ${described(key)}`);

/** All steps that `.[]` takes. */
export function steps(value: Json): readonly Step[] {
  if (isArray(value)) return value.map((_, i) => i);
  if (isObject(value)) return [...value.keys()];
  throw new JqError(`Cannot iterate over ${described(value)}`);
}

export const getPath = (value: Json, path: readonly Step[]): Json =>
  path.reduce<Json>((inner, step) => (inner === null ? null : get(inner, step)), value);

/** The value with what `change` makes of what stands at the path; what is missing on the way is made. */
export function update(value: Json, path: readonly Step[], change: (old: Json) => Json): Json {
  const [step, ...rest] = path;
  if (step === undefined) return change(value);
  const inner = update(get(value, step), rest, change);
  if (isSlice(step)) {
    const list = isArray(value) ? value : [];
    const [from, to] = bounds(list.length, step);
    if (!isArray(inner)) throw new JqError('A slice of an array can only be assigned another array');
    return [...list.slice(0, from), ...inner, ...list.slice(to)];
  }
  if (typeof step === 'string') return new Map(isObject(value) ? value : []).set(step, inner);
  const list = isArray(value) ? [...value] : [];
  const at = step < 0 ? step + list.length : Math.floor(step);
  if (at < 0) throw new JqError('Out of bounds negative array index');
  while (list.length < at) list.push(null);
  list[at] = inner;
  return list;
}

/** The value without what stands at the path. */
export function remove(value: Json, path: readonly Step[]): Json {
  const [step, ...rest] = path;
  if (step === undefined || value === null) return null;
  const inner = get(value, step);
  if (rest.length > 0) return inner === null ? value : update(value, [step], (old) => remove(old, rest));
  if (isSlice(step)) {
    const list = value as readonly Json[];
    const [from, to] = bounds(list.length, step);
    return [...list.slice(0, from), ...list.slice(to)];
  }
  if (isObject(value)) return new Map([...value].filter(([key]) => key !== step));
  const list = [...(value as readonly Json[])];
  const at = (step as number) < 0 ? (step as number) + list.length : (step as number);
  return list.filter((_, i) => i !== at);
}
