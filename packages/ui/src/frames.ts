// Notices a window that can't keep up with what it draws. The frames are an argument; knows nothing of what is in them.

/** Calls back with the time of the next frame, in ms. */
export type NextFrame = (callback: (now: number) => void) => void;

/** Frames a second, over each of so many seconds in a row. */
const tooFew = 45;
const tooLong = 3;
const secondMs = 1_000;

/**
 * @param onSlow is called once, after three seconds in a row with fewer than 45 frames each.
 * @returns what ends the watching.
 */
export function watchFrames(nextFrame: NextFrame, onSlow: () => void): () => void {
  let isOver = false;
  let last: number | undefined;
  let begun = 0;
  let frames = 0;
  let slowSeconds = 0;

  function look(now: number): void {
    if (isOver) return;
    if (last === undefined || now - last > secondMs) {
      // The first one; or the window was hidden or the machine asleep, and nothing was to be drawn.
      begun = now;
      frames = 0;
      slowSeconds = 0;
    } else {
      frames += 1;
    }
    last = now;
    const took = now - begun;
    if (took >= secondMs) {
      slowSeconds = (frames * secondMs) / took < tooFew ? slowSeconds + 1 : 0;
      begun = now;
      frames = 0;
    }
    if (slowSeconds < tooLong) nextFrame(look);
    else onSlow();
  }
  nextFrame(look);
  return () => {
    isOver = true;
  };
}
