// The catalogue in use. Whoever reads a word while it renders is rendered anew when another language is chosen; so words
// are read where they are shown, and never kept. A further language is a further file of the same shape.
import { signal } from '@preact/signals';
import type { Fault } from '@loom/contract';
import { en } from './en.ts';

/** The shape of a catalogue: the same keys and arguments, any words. */
type Catalogue<T> = {
  readonly [K in keyof T]: T[K] extends string
    ? string
    : T[K] extends (...facts: infer Facts) => infer Result
      ? (...facts: Facts) => Result
      : Catalogue<T[K]>;
};

export type Words = Catalogue<typeof en>;

const catalogue = signal<Words>(en);

/** Speaks this language from now on. */
export function speak(language: Words): void {
  catalogue.value = language;
}

/** Sections are read through as well, so that a file may name the one it uses once. */
export const words: Words = live(en, () => catalogue.value);

function live<T extends object>(shape: T, current: () => T): T {
  const sections = Object.entries(shape).map(([key, value]) => {
    const read = (): unknown => current()[key as keyof T];
    const isSection = typeof value === 'object' && value !== null && !Array.isArray(value);
    const section = isSection ? live(value as object, read as () => object) : undefined;
    return [key, { enumerable: true, get: () => section ?? read() }] as const;
  });
  return Object.defineProperties({}, Object.fromEntries(sections)) as T;
}

/** Why something is as it is, in the language in use where the engine told the fault, in the engine's words otherwise. */
export function reasonInWords(told: {
  readonly reason?: string | undefined;
  readonly fault?: Fault | undefined;
}): string | undefined {
  return told.fault === undefined ? told.reason : words.fault(told.fault);
}
