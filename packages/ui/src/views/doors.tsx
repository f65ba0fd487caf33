// Before there is anything to show: the moment of opening, and the page of a window that has no right to be open.
import { Button } from '../components/button.tsx';
import { Mark } from '../components/mark.tsx';
import { words } from '../messages/words.ts';
import { useLoom } from './context.ts';

export function Opening() {
  const { problem, load } = useLoom();
  return (
    <main class="door">
      {problem.value === undefined ? (
        <>
          <Mark size={56} />
          <p class="door-wait">{words.connection.loading}</p>
        </>
      ) : (
        <section class="pane door-card">
          <Mark size={56} />
          <p>{problem.value}</p>
          <Button onClick={() => void load()}>{words.connection.tryAgain}</Button>
        </section>
      )}
    </main>
  );
}

export function Refused() {
  const [npm, loom] = words.connection.refusedCommands;
  return (
    <main class="door">
      <section class="pane door-card">
        <Mark size={56} />
        <h1>{words.connection.refusedTitle}</h1>
        <p>{words.connection.refusedLead}</p>
        <p class="door-commands">
          <code>{npm}</code> {words.connection.refusedOr} <code>{loom}</code>
        </p>
        <p>{words.connection.refusedAfter}</p>
      </section>
    </main>
  );
}
