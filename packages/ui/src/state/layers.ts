// What lies over the conversation or beside it: the sheet that is open, the details, a short word after something was done. Knows
// nothing of how they look.
import { signal, type ReadonlySignal, type Signal } from '@preact/signals';
import type { Contact } from '@loom/contract';

export type OpenSheet =
  | { readonly kind: 'add'; readonly token?: string }
  | { readonly kind: 'device' | 'meet' | 'palette' | 'shortcuts' }
  | { readonly kind: 'delete'; readonly contact: Contact };

/** The part of the details that is wanted. */
export type DetailsPart = 'top' | 'safety' | 'rename' | 'address';

export interface Layers {
  readonly sheet: Signal<OpenSheet | undefined>;
  /** Undefined while they are closed; a new object each time that they are asked for. */
  readonly details: Signal<{ readonly part: DetailsPart } | undefined>;
  /** What was chosen in the palette, the last first; of this window only. */
  readonly used: ReadonlySignal<readonly string[]>;
  readonly use: (id: string) => void;
  /** What has just been done, where nothing else in the window shows it; gone by itself. */
  readonly said: ReadonlySignal<string | undefined>;
  /** @param ms how long it stays; a few seconds where left out. */
  readonly say: (text: string, ms?: number) => void;
  /** All of it is closed, nothing said, and what was used is known no more. */
  readonly forget: () => void;
}

const saidMs = 4000;
const keptUses = 20;

export function createLayers(): Layers {
  const used = signal<readonly string[]>([]);
  const said = signal<string | undefined>(undefined);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const sheet = signal<OpenSheet | undefined>(undefined);
  const details = signal<{ readonly part: DetailsPart } | undefined>(undefined);
  return {
    sheet,
    details,
    used,
    use(id) {
      used.value = [id, ...used.value.filter((known) => known !== id)].slice(0, keptUses);
    },
    said,
    say(text, ms = saidMs) {
      clearTimeout(timer);
      said.value = text;
      timer = setTimeout(() => (said.value = undefined), ms);
    },
    forget() {
      used.value = [];
      sheet.value = undefined;
      details.value = undefined;
      clearTimeout(timer);
      said.value = undefined;
    },
  };
}
