import { compare, described, isArray, isObject, JqError, type Json, type JsonObject } from './value.ts';

function merged(a: JsonObject, b: JsonObject): JsonObject {
  const out = new Map(a);
  for (const [key, value] of b) {
    const old = out.get(key);
    out.set(key, old !== undefined && isObject(old) && isObject(value) ? merged(old, value) : value);
  }
  return out;
}

function add(a: Json, b: Json): Json | undefined {
  if (a === null) return b;
  if (b === null) return a;
  if (typeof a === 'number' && typeof b === 'number') return a + b;
  if (typeof a === 'string' && typeof b === 'string') return a + b;
  if (isArray(a) && isArray(b)) return [...a, ...b];
  return isObject(a) && isObject(b) ? new Map([...a, ...b]) : undefined;
}

function multiply(a: Json, b: Json): Json | undefined {
  if (typeof a === 'number' && typeof b === 'number') return a * b;
  if (typeof a === 'number' && typeof b === 'string') return multiply(b, a);
  if (typeof a === 'string' && typeof b === 'number') return b <= 0 ? null : a.repeat(Math.max(1, Math.floor(b)));
  return isObject(a) && isObject(b) ? merged(a, b) : undefined;
}

function divide(a: Json, b: Json): Json | undefined {
  if (typeof a === 'string' && typeof b === 'string') return a === '' ? [] : a.split(b);
  if (typeof a !== 'number' || typeof b !== 'number') return undefined;
  if (b === 0) throw new JqError(`${described(a)} and ${described(b)} cannot be divided because the divisor is zero`);
  return a / b;
}

function remainder(a: Json, b: Json): Json | undefined {
  if (typeof a !== 'number' || typeof b !== 'number') return undefined;
  if (Math.trunc(b) === 0)
    throw new JqError(`${described(a)} and ${described(b)} cannot be divided (remainder) because the divisor is zero`);
  return Math.trunc(a) % Math.abs(Math.trunc(b));
}

function subtract(a: Json, b: Json): Json | undefined {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return isArray(a) && isArray(b) ? a.filter((item) => !b.some((other) => compare(item, other) === 0)) : undefined;
}

const OPERATIONS: Readonly<Record<string, readonly [(a: Json, b: Json) => Json | undefined, string]>> = {
  '+': [add, 'added'],
  '-': [subtract, 'subtracted'],
  '*': [multiply, 'multiplied'],
  '/': [divide, 'divided'],
  '%': [remainder, 'divided'],
};

/** An operator between two values. Throws {@link JqError}. */
export function operate(op: string, a: Json, b: Json): Json {
  const operation = OPERATIONS[op];
  if (operation !== undefined) {
    const result = operation[0](a, b);
    if (result !== undefined) return result;
    throw new JqError(`${described(a)} and ${described(b)} cannot be ${operation[1]}`);
  }
  const order = compare(a, b);
  const holds = {
    '==': order === 0,
    '!=': order !== 0,
    '<': order < 0,
    '<=': order <= 0,
    '>': order > 0,
    '>=': order >= 0,
  };
  return holds[op as '=='];
}
