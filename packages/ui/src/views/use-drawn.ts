// What was drawn of a value is kept while it is drawn from the same: Preact passes over a node that it knows, so that a long list
// costs what has changed in it.
import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';

/**
 * @param from what is drawn from besides the value itself.
 * @returns what draws a value, marked or not, where it was not drawn so before.
 */
export function useDrawn(
  ...from: readonly unknown[]
): (value: object, mark: boolean, draw: () => VNode) => VNode {
  const [plain, marked] = useMemo(
    () => [new WeakMap<object, VNode>(), new WeakMap<object, VNode>()] as const,
    from,
  );
  return (value, mark, draw) => {
    const known = mark ? marked : plain;
    const there = known.get(value);
    if (there) return there;
    const made = draw();
    known.set(value, made);
    return made;
  };
}
