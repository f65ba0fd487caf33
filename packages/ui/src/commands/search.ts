// Leads to the field to search in, for one conversation or for all.
import { narrow } from '../layout.ts';
import type { ContactKey } from '../state/contacts.ts';
import type { Loom } from '../state/loom.ts';

export function searchIn({ search, selected }: Loom, scope: ContactKey | undefined): void {
  search.begin(scope);
  // Where one pane is shown at a time, what is found stands in the other.
  if (matchMedia(narrow).matches) selected.value = undefined;
}
