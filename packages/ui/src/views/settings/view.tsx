// The settings as a view of their own: the list of sections, and the page of one of them. On a narrow window one of the two at a
// time. Covers whatever was there, which goes on as it is.
import { useLayoutEffect, useRef } from 'preact/hooks';
import { IconButton } from '../../components/button.tsx';
import { Icon } from '../../components/icon.tsx';
import { Mark } from '../../components/mark.tsx';
import { words } from '../../messages/words.ts';
import type { SectionId, SettingsPlace } from '../../state/settings-view.ts';
import { useLoom } from '../context.ts';
import { sections, type Section } from './sections.ts';

const text = words.settings;
const entries = Object.entries(sections) as [SectionId, Section][];

export function SettingsView({ at }: { at: SettingsPlace }) {
  const loom = useLoom();
  const { settingsView, status } = loom;
  const { Page } = sections[at.section];
  const view = useRef<HTMLDivElement>(null);

  // Whoever came here by keys goes on by keys.
  useLayoutEffect(() => {
    const focused = document.activeElement;
    if (view.current?.contains(focused) && isSeen(focused)) return;
    const current = view.current?.querySelector<HTMLElement>('[aria-current]') ?? null;
    (isSeen(current) ? current : view.current?.querySelector('main'))?.focus();
  }, [at]);

  return (
    <div class="window settings-window" data-pane={at.by === 'list' ? 'list' : 'section'} ref={view}>
      <aside class="pane sections" aria-label={text.title}>
        <header class="sections-head">
          <IconButton icon="back" label={text.leave} onClick={settingsView.close} />
          <h1>{text.title}</h1>
        </header>
        <nav aria-label={text.sections}>
          <ul role="list">
            {entries.map(([id, section]) => (
              <Entry
                key={id}
                section={section}
                attention={section.attention?.(loom)}
                current={id === at.section}
                onChoose={() => settingsView.choose(id)}
              />
            ))}
          </ul>
        </nav>
        <p class="sections-foot figures">
          <Mark size={20} />
          {words.app} {status.value?.version}
        </p>
      </aside>
      <Page key={at.section} />
    </div>
  );
}

interface EntryProps {
  section: Section;
  attention: string | undefined;
  current: boolean;
  onChoose: () => void;
}

function Entry({ section, attention, current, onChoose }: EntryProps) {
  return (
    <li>
      <button
        type="button"
        class="section-entry"
        aria-current={current ? 'page' : undefined}
        title={attention}
        onClick={onChoose}
      >
        <Icon name={section.icon} />
        {section.title()}
        {attention !== undefined && (
          <span class="attention">
            <span class="visually-hidden">{attention}</span>
          </span>
        )}
      </button>
    </li>
  );
}

function isSeen(element: Element | null): boolean {
  return element?.checkVisibility({ visibilityProperty: true }) === true;
}
