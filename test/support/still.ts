// Holds the window still at one moment of the drift, so that the same view makes the same picture. What is on its way (a sheet that
// rises, a message that arrives) is brought to its end first.
import type { Page } from 'playwright-core';

const hold = `(async (moment) => {
  const drifts = ({ animationName }) => animationName?.startsWith('drift-') === true;
  const endless = ({ effect }) => effect?.getComputedTiming().endTime === Infinity;
  for (const animation of document.getAnimations()) {
    if (drifts(animation) || endless(animation)) {
      animation.pause();
      animation.currentTime = drifts(animation) ? moment : 0;
    } else animation.finish();
  }
  await document.fonts.ready;
  for (let frame = 0; frame < 3; frame++) await new Promise((drawn) => requestAnimationFrame(drawn));
})`;

/** @param moment of the drift, ms from its beginning. */
export async function holdStill(page: Page, moment: number): Promise<void> {
  await page.evaluate(`${hold}(${moment})`);
}
