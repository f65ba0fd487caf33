// The line under a contact's name: the link as a drawing and in words, and whether the two people have compared.
import type { Contact } from '@loom/contract';
import { LinkGlyph, type LinkState } from '../components/glyphs.tsx';
import { Icon } from '../components/icon.tsx';
import { comparedInWords, stateInWords } from './link-words.ts';

interface LinkLineProps {
  contact: Contact;
  state: LinkState;
  /** Changes are told to a screen reader; in one place of the window only. */
  live: boolean;
}

export function LinkLine({ contact, state, live }: LinkLineProps) {
  return (
    <p role={live ? 'status' : undefined} class={`link-state ${state}`}>
      <LinkGlyph state={state} />
      <span>{stateInWords(state, contact)}</span>
      {state === 'secured' && (
        <span class="compared">
          <span class="dot-between" aria-hidden="true">
            ·
          </span>
          {contact.verified && !contact.held && <Icon name="ring" size={15} />}
          <span>{comparedInWords(contact)}</span>
        </span>
      )}
    </p>
  );
}
