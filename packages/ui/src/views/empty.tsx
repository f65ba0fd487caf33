// The right pane while no conversation is open: with nobody added yet, a loom and the first step; else a quiet word.
import { Button } from '../components/button.tsx';
import { LoomPicture } from '../components/loom-picture.tsx';
import { words } from '../messages/words.ts';
import { useLoom } from './context.ts';
import { SeeNetwork } from './nearby.tsx';

interface EmptyProps {
  onAdd: () => void;
  onShowToken: () => void;
}

export function Empty({ onAdd, onShowToken }: EmptyProps) {
  return (
    <main class="pane empty" tabIndex={-1}>
      <LoomPicture />
      <h2>{words.empty.title}</h2>
      <p class="empty-text">{words.empty.text}</p>
      <Button look="primary" icon="plus" onClick={onAdd}>
        {words.empty.add}
      </Button>
      <p>
        {words.empty.theyNeed}
        <button type="button" class="link" onClick={onShowToken}>
          {words.empty.showToken}
        </button>
      </p>
      <SeeNetwork />
    </main>
  );
}

export function Choose() {
  const { peers } = useLoom();
  return (
    <main class="pane empty" tabIndex={-1}>
      <LoomPicture />
      <h2>{words.conversation.chooseTitle}</h2>
      <p class="empty-text">{words.conversation.chooseText}</p>
      {peers.list.value.length === 0 && <SeeNetwork />}
    </main>
  );
}
