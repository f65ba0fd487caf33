// The drawn states: the link (two threads), the delivery of a message, the presence of a contact. Each is a picture of a
// fact that stands beside it in words, so all are hidden from screen readers.
import type { ContactState, MessageState } from '@loom/contract';

/** What is shown of a link: what the engine says of it, or that nothing is known while the engine does not answer. */
export type LinkState = ContactState | 'unknown';

type Link = 'secured' | 'connecting' | 'offline' | 'refused';

const linkWidth = 34;
const middle = 6;
const lens = 32 / 3;
const gap = 1.9;

/** A thread that swings about the middle, crossing it at each end of a lens; `side` 1 begins upwards. */
function thread(from: number, to: number, side: 1 | -1): string {
  const points: string[] = [];
  for (let x = from; x < to + 0.25; x += 0.5) {
    const at = Math.min(x, to);
    const y = middle - side * 3.9 * Math.sin((Math.PI * (at - 1)) / lens);
    points.push(`${at.toFixed(2)} ${y.toFixed(2)}`);
  }
  return `M${points.join('L')}`;
}

const firstCrossing = 1 + lens;
const secondCrossing = 1 + 2 * lens;
const curl = 'M1 8h7c3.8 0 5.5-1.3 5.5-3.2a2 2 0 1 0-3.7 1';

const linkPaths: Record<Link, string> = {
  // At the first crossing one thread passes under, at the second the other.
  secured:
    thread(1, firstCrossing - gap, -1) +
    thread(firstCrossing + gap, 33, -1) +
    thread(1, secondCrossing - gap, 1) +
    thread(secondCrossing + gap, 33, 1),
  connecting: thread(1, firstCrossing, 1) + thread(1, firstCrossing, -1),
  offline: `${curl}M33 4h-7c-3.8 0-5.5 1.3-5.5 3.2a2 2 0 1 0 3.7-1`,
  refused: 'M1 6h10M23 6h10M14 3l6 6m0-6-6 6',
};

export function LinkGlyph({ state }: { state: LinkState | 'refused' }) {
  const link: Link = state === 'new' || state === 'unknown' ? 'offline' : state;
  return (
    <svg class={`link-glyph ${link}`} width={linkWidth} height={12} viewBox="0 0 34 12" aria-hidden="true">
      <path d={linkPaths[link]} />
      {link === 'connecting' && (
        <g class="link-dots">
          <circle cx="17.5" cy="6" r="1.3" />
          <circle cx="23.5" cy="6" r="1.3" />
          <circle cx="29.5" cy="6" r="1.3" />
        </g>
      )}
    </svg>
  );
}

const waveLength = 15;

/** A thread in a wave: somebody writes. It is drawn one wave longer than it is wide, and moves by one. */
export function WaveGlyph() {
  const points: string[] = [];
  for (let x = -waveLength; x <= 30.25; x += 0.5)
    points.push(`${x.toFixed(1)} ${(5 - 3.4 * Math.sin((2 * Math.PI * x) / waveLength)).toFixed(2)}`);
  return (
    <svg class="wave-glyph" width={30} height={10} viewBox="0 0 30 10" aria-hidden="true">
      <path d={`M${points.join('L')}`} />
    </svg>
  );
}

const oneTick = 'M4.5 6.3l2.8 2.8L12.8 3';
const twoTicks = 'M1.6 6.3l2.8 2.8L9.9 3M8 8.4l.7.7L14.2 3';
const ring = 'M8.5 1.3a4.7 4.7 0 1 1 0 9.4 4.7 4.7 0 0 1 0-9.4z';

const deliveryPaths: Record<Exclude<MessageState, 'received'>, string> = {
  waiting: `${ring}M8.5 3.5V6l1.8 1`,
  sent: oneTick,
  delivered: twoTicks,
  read: 'M1.6 4.8l2.8 2.8L9.9 1.5M8 6.9l.7.7L14.2 1.5M1.6 10.8h12.8',
  failed: `${ring}M8.5 3.7v2.7M8.5 8.3v.1`,
};

export function DeliveryGlyph({ state }: { state: MessageState }) {
  if (state === 'received') return null;
  return (
    <svg class={`delivery-glyph ${state}`} width={17} height={12} viewBox="0 0 17 12" aria-hidden="true">
      <path d={deliveryPaths[state]} />
    </svg>
  );
}

/** Full: connected; half: connecting; hollow: offline, or not known. */
export function PresenceDot({ state }: { state: LinkState }) {
  return (
    <svg class={`presence ${state}`} width={15} height={15} viewBox="0 0 15 15" aria-hidden="true">
      <circle class="presence-ring" cx="7.5" cy="7.5" r="7.5" />
      {state === 'secured' && <circle class="presence-fill" cx="7.5" cy="7.5" r="4.75" />}
      {state === 'connecting' && (
        <>
          <circle class="presence-line" cx="7.5" cy="7.5" r="3.9" />
          <path class="presence-fill" d="M7.5 3.6a3.9 3.9 0 0 1 0 7.8z" />
        </>
      )}
      {(state === 'offline' || state === 'new' || state === 'unknown') && (
        <circle class="presence-line" cx="7.5" cy="7.5" r="3.75" />
      )}
    </svg>
  );
}
