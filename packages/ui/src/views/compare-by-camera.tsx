// Compares the safety number with the code on the other screen, by camera. Says what it came to, and marks nothing; that the two
// differ is said by who asked, for as long as it holds.
import { useState } from 'preact/hooks';
import { meaningOf } from '../codes/meaning.ts';
import { Note } from '../components/note.tsx';
import { words } from '../messages/words.ts';
import { CameraView } from './camera-view.tsx';

const text = words.codes;

export type Compared = 'same' | 'different' | 'token' | 'other';

interface CompareByCameraProps {
  /** What our own code holds. */
  ours: string;
  /** Whose screen it is compared with. */
  name: string;
  onCompared: (outcome: Compared) => void;
}

export function CompareByCamera({ ours, name, onCompared }: CompareByCameraProps) {
  const [outcome, setOutcome] = useState<Compared>();

  function compare(theirs: string): boolean {
    const meaning = meaningOf(theirs).is;
    const came = meaning !== 'safety-number' ? meaning : theirs === ours ? 'same' : 'different';
    setOutcome(came);
    onCompared(came);
    return meaning === 'safety-number';
  }

  return (
    <div>
      <CameraView onText={compare}>{text.compareLead(name)}</CameraView>
      <div class="verdict" aria-live="polite">
        {outcome !== undefined && outcome !== 'different' && <OutcomeNote outcome={outcome} name={name} />}
      </div>
    </div>
  );
}

export function OutcomeNote({ outcome, name }: { outcome: Compared; name: string }) {
  switch (outcome) {
    case 'same':
      return (
        <Note tone="ok" icon="ring">
          {text.same(name)}
        </Note>
      );
    case 'different':
      return (
        <Note tone="bad" icon="warning">
          {text.different(name)}
        </Note>
      );
    case 'token':
      return (
        <Note tone="warn" icon="warning">
          {text.isToken}
        </Note>
      );
    case 'other':
      return (
        <Note tone="warn" icon="warning">
          {text.isNoNumber}
        </Note>
      );
  }
}
