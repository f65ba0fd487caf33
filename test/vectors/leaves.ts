// Every value of a vector, and other values to put in its place. Knows nothing of what they mean.

/** Says what the vector is; nothing is computed from it. */
const WORDS = ['name'];

type Path = readonly (string | number)[];

export interface Leaf {
  readonly path: Path;
  readonly alterations: readonly unknown[];
}

export function leavesOf(value: unknown, path: Path = []): Leaf[] {
  if (Array.isArray(value)) {
    const items = value.flatMap((item, index) => leavesOf(item, [...path, index]));
    return path.length === 0 ? items : [...items, { path, alterations: otherLists(value) }];
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, item]) =>
      // A name at the top says what the vector is; `name` of a step is a value like any other.
      path.length === 0 && WORDS.includes(key) ? [] : leavesOf(item, [...path, key]),
    );
  }
  return [{ path, alterations: otherValues(value) }];
}

/** A deep copy with another value at `path`. */
export function withLeaf(vector: object, path: Path, value: unknown): object {
  const copy = structuredClone(vector);
  let holder: unknown = copy;
  for (const key of path.slice(0, -1)) holder = Reflect.get(Object(holder), key);
  const last = path.at(-1);
  if (last === undefined) throw new RangeError('a vector is no leaf of itself');
  Reflect.set(Object(holder), last, value);
  return copy;
}

function otherLists(list: readonly unknown[]): unknown[] {
  return [list.length > 0 ? list.slice(0, -1) : ['00']];
}

function otherValues(value: unknown): unknown[] {
  if (value === null) return ['00'.repeat(8)];
  if (typeof value === 'boolean') return [!value];
  if (typeof value === 'number') return value > 0 ? [value + 1, value - 1] : [value + 1];
  if (typeof value !== 'string') throw new RangeError('JSON has no other values');
  if (value === '') return ['00'];
  return /^(?:[0-9a-f]{2})+$/.test(value) ? otherBytes(value) : otherTexts(value);
}

/** The first, a middle and the last byte altered, and one byte less. */
function otherBytes(hex: string): string[] {
  const length = hex.length / 2;
  const places = new Set([0, Math.floor((length * 5) / 8), length - 1]);
  const altered = [...places].map((at) => {
    const byte = Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16) ^ 0x5a;
    return hex.slice(0, 2 * at) + byte.toString(16).padStart(2, '0') + hex.slice(2 * at + 2);
  });
  return [...altered, hex.slice(2)];
}

function otherTexts(text: string): string[] {
  const middle = Math.floor(text.length / 2);
  return [`${text}x`, text.slice(1), `${text.slice(0, middle)}\u00b7${text.slice(middle + 1)}`];
}
