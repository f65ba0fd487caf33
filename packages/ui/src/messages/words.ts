// The catalogue in use. A second language is a second file of the same shape, chosen here.
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

export const words: Words = en;
