// The whole window: which face it shows, over the backdrop; the banner of a lost connection; what a screen reader hears.
import { useEffect } from 'preact/hooks';
import { Backdrop } from '../components/backdrop.tsx';
import { Button } from '../components/button.tsx';
import { words } from '../messages/words.ts';
import { followKeys } from '../commands/listen.ts';
import { useLoom } from './context.ts';
import { LockScreen } from './lock/lock-screen.tsx';
import { Main } from './main.tsx';
import { Onboarding } from './onboarding.tsx';
import { Opening, Refused } from './doors.tsx';

export function App() {
  const loom = useLoom();
  const unread = loom.unread.value;
  useEffect(() => {
    document.title = unread > 0 ? words.titleUnread(unread) : words.app;
    // On the icon of an installed page, where the browser has such.
    if ('setAppBadge' in navigator) void navigator.setAppBadge(unread).catch(() => {});
  }, [unread]);
  useEffect(() => followKeys(loom), [loom]);
  return (
    <>
      <Backdrop />
      <div class="banner-place" aria-live="polite">
        <Banner />
      </div>
      <div class="face">
        <Face />
      </div>
      <div class="said-place" role="status">
        {loom.said.value !== undefined && <p class="said">{loom.said.value}</p>}
      </div>
      <div class="visually-hidden" role="log" aria-live="polite">
        {loom.announcements.value.map(({ id, text }) => (
          <p key={id}>{text}</p>
        ))}
      </div>
    </>
  );
}

function Face() {
  switch (useLoom().phase.value) {
    case 'opening':
      return <Opening />;
    case 'refused':
      return <Refused />;
    case 'locked':
      return <LockScreen />;
    case 'onboarding':
      return <Onboarding />;
    case 'main':
      return <Main />;
  }
}

/** What the host says of itself, that the engine does not answer, or what it could not tell. */
function Banner() {
  const { host, phase, problem, load } = useLoom();
  const { connection, notice } = host;
  const isLost = connection.value === 'lost';
  // While it opens, that is all that the window shows.
  const missing = isLost || phase.value === 'opening' ? undefined : problem.value;
  const text = notice.value ?? (isLost ? words.connection.lost : missing);
  if (text === undefined) return null;
  return (
    <div class="banner">
      <p>{text}</p>
      {notice.value !== undefined && !isLost && (
        <Button onClick={() => (notice.value = undefined)}>{words.connection.dismiss}</Button>
      )}
      {notice.value === undefined && missing !== undefined && (
        <Button onClick={() => void load()}>{words.connection.tryAgain}</Button>
      )}
    </div>
  );
}
