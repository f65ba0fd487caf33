// Holds the window still at one moment of the drift, so that the same view makes the same picture. What is on its way (a sheet that
// rises, a message that arrives) is brought to its end first. Whoever
// holds it still asks for reduced motion, too: else a slow machine would be taken for one that can't keep up with the glass.
import type { Page } from 'playwright-core';

const hold = `(async (moment) => {
  for (const animation of document.getAnimations()) {
    const drifts = animation.animationName?.startsWith('drift-') === true;
    const isLong = animation.effect.getComputedTiming().endTime > 2000;
    if (drifts || isLong) {
      animation.pause();
      animation.currentTime = drifts ? moment : 0;
    } else animation.finish();
  }
  await document.fonts.ready;
  for (let frame = 0; frame < 2; frame++) await new Promise((drawn) => requestAnimationFrame(drawn));
})`;

const release = `for (const animation of document.getAnimations()) if (animation.playState === 'paused') animation.play();`;

/** @param moment of the drift, ms from its beginning. */
export async function holdStill(page: Page, moment: number): Promise<void> {
  await page.evaluate(`${hold}(${moment})`);
}

/** Lets everything go on from there. */
export async function letGo(page: Page): Promise<void> {
  await page.evaluate(release);
}
