// A person who has no mouse: everything by keys, and after each of them the focus must be somewhere and be seen. Knows the window by
// role and label only.
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** Runs in the page: what is wrong with the focus as it stands; nothing, where it is somewhere and has a ring around it. */
const focusTrouble = `(() => {
  const at = document.activeElement;
  if (at === null || at === document.body) return 'nothing has the focus';
  if (!at.checkVisibility({ visibilityProperty: true })) return 'what has the focus is not seen: ' + at.outerHTML.slice(0, 160);
  const place = at.getBoundingClientRect();
  const isInWindow = place.bottom > 0 && place.right > 0 && place.top < innerHeight && place.left < innerWidth;
  if (!isInWindow) return 'what has the focus is out of the window: ' + at.outerHTML.slice(0, 160);
  const hasRing = (element, part) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(element, part);
    return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2;
  };
  const around = [at, at.parentElement, at.parentElement.parentElement, ...at.querySelectorAll('*')];
  const isRinged = hasRing(at, '::after') || around.some((element) => element !== null && hasRing(element));
  return isRinged ? '' : 'no ring is around ' + at.outerHTML.slice(0, 160);
})()`;

/** So many steps of Tab lead through any view of the window. */
const farthest = 80;
const patience = { timeout: 15_000, interval: 30 };

export interface Hands {
  /** Presses a key, and looks where the focus is then. */
  press(key: string): Promise<void>;
  type(text: string): Promise<void>;
  /** Goes on with Tab until it is there; with Shift, backwards. */
  tabTo(target: Locator, key?: 'Tab' | 'Shift+Tab'): Promise<void>;
  /** Tab until it is there, then Enter. */
  use(target: Locator): Promise<void>;
  /** Waits until this has the focus. */
  has(target: Locator): Promise<void>;
}

export function onKeys(page: Page): Hands {
  async function seen(): Promise<void> {
    await expect.poll(() => page.evaluate<string>(focusTrouble), patience).toBe('');
  }

  async function press(key: string): Promise<void> {
    await page.keyboard.press(key);
    await seen();
  }

  async function isThere(target: Locator): Promise<boolean> {
    return (await target.and(page.locator(':focus')).count()) === 1;
  }

  async function tabTo(target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    await target.waitFor();
    for (let step = 0; step < farthest; step += 1) {
      if (await isThere(target)) return;
      await page.keyboard.press(key);
      // Behind the last stop of the page a browser has the focus itself, and one step on the page again.
      if ((await page.evaluate<string>(focusTrouble)) !== '') await page.keyboard.press(key);
      await seen();
    }
    throw new Error(`Tab does not lead to ${target.toString()}`);
  }

  return {
    press,
    tabTo,
    async type(text) {
      await page.keyboard.type(text);
    },
    async use(target) {
      await tabTo(target);
      await press('Enter');
    },
    async has(target) {
      await expect.poll(() => isThere(target), patience).toBe(true);
      await seen();
    },
  };
}
