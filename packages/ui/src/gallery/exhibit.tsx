// How one component is shown: under the name of its file, each of its states over a word that says which it is.
import type { ComponentChildren } from 'preact';
import { shownAs, type ShownState } from './states.ts';

interface ExhibitProps {
  /** The file in components/, without its ending; or what else is shown. */
  of: string;
  wide?: boolean;
  children: ComponentChildren;
}

export function Exhibit({ of, wide, children }: ExhibitProps) {
  return (
    <section class={`exhibit${wide ? ' wide' : ''}`} aria-label={of}>
      <h2>{of}</h2>
      <div class="specimens">{children}</div>
    </section>
  );
}

export function Specimen({ state, children }: { state: string; children: ComponentChildren }) {
  return (
    <figure class="specimen">
      {children}
      <figcaption>{state}</figcaption>
    </figure>
  );
}

/** Rest, and each state of the pointer and the keys. */
export const pointerStates: readonly (readonly [string, { 'data-shown'?: string }])[] = [
  ['Rest', {}],
  ...(['hover', 'active', 'focus'] satisfies ShownState[]).map(
    (state) =>
      [
        { hover: 'Hover', active: 'Pressed', focus: 'Focus' }[state],
        { 'data-shown': shownAs[state] },
      ] as const,
  ),
];
