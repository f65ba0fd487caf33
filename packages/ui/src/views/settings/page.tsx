// The page of one section: its title and what can be done at once above, then its text, and beside it, where there is room,
// plain facts. Knows nothing of what they say.
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { IconButton } from '../../components/button.tsx';
import { words } from '../../messages/words.ts';
import { useLoom } from '../context.ts';

interface SectionPageProps {
  title: string;
  /** Stands at the end of the header. */
  actions?: ComponentChildren;
  /** The column of facts: groups of class `fact-group`. */
  facts?: ComponentChildren;
  /** What is within does the scrolling, in the whole width. */
  whole?: boolean;
  children: ComponentChildren;
}

export function SectionPage({ title, actions, facts, whole = false, children }: SectionPageProps) {
  const { settingsView } = useLoom();
  const id = useId();
  return (
    <main class="section-page" tabIndex={-1} aria-labelledby={id}>
      <header class="section-head glass">
        <span class="only-narrow">
          <IconButton icon="back" label={words.settings.back} onClick={settingsView.back} />
        </span>
        <h2 id={id}>{title}</h2>
        {actions}
      </header>
      {whole ? (
        <div class="section-body whole">{children}</div>
      ) : (
        <div class="section-body">
          <div class="section-columns">
            <div class="section-text">{children}</div>
            {facts !== undefined && <div class="section-facts">{facts}</div>}
          </div>
        </div>
      )}
    </main>
  );
}

interface FactGroupProps {
  title: string;
  children: ComponentChildren;
}

export function FactGroup({ title, children }: FactGroupProps) {
  const id = useId();
  return (
    <section class="fact-group" aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      {children}
    </section>
  );
}

/** Names and their values; what is empty is left out. */
export function Facts({ facts }: { facts: readonly (readonly [name: string, value: ComponentChildren])[] }) {
  return (
    <dl class="facts">
      {facts
        .filter(([, value]) => value !== '')
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd class="figures">{value}</dd>
          </div>
        ))}
    </dl>
  );
}
