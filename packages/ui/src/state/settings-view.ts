// Whether the settings are open, at which section, and how one came there. Knows nothing of what a section shows.
import { signal, type ReadonlySignal } from '@preact/signals';

export type SectionId =
  'identity' | 'appearance' | 'notifications' | 'privacy' | 'storage' | 'network' | 'log';

export interface SettingsPlace {
  readonly section: SectionId;
  /**
   * Where one pane is shown at a time: the list, a section that was chosen there, or a section that was opened from elsewhere. Where
   * there is room for both it makes no difference.
   */
  readonly by: 'list' | 'choice' | 'shortcut';
}

export interface SettingsView {
  /** Undefined while the settings are closed. */
  readonly at: ReadonlySignal<SettingsPlace | undefined>;
  /** @param section undefined: the list. */
  open(section?: SectionId): void;
  choose(section: SectionId): void;
  readonly close: () => void;
  /** One step back where one pane is shown at a time: to the list, if one came by it. */
  readonly back: () => void;
}

export function createSettingsView(): SettingsView {
  const at = signal<SettingsPlace | undefined>(undefined);
  return {
    at,
    open(section) {
      at.value = section === undefined ? { section: 'identity', by: 'list' } : { section, by: 'shortcut' };
    },
    choose(section) {
      at.value = { section, by: 'choice' };
    },
    close() {
      at.value = undefined;
    },
    back() {
      at.value = at.value?.by === 'choice' ? { ...at.value, by: 'list' } : undefined;
    },
  };
}
