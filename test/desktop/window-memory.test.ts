// What the window remembers of itself between two starts.
import { describe, expect, test } from 'vitest';
import { deskOfTest } from './support/desk-of-test.ts';
import { isRunning, noDesk, type ShellWindow } from './support/desk.ts';
import { until } from './support/until.ts';

const reason = noDesk();
const storyMs = 120_000;
/** Neither what a first start has nor the smallest that is allowed. */
const [width, height] = [840, 610];

const hasSize = (window: ShellWindow): Promise<void> =>
  window.until('that size', 'innerWidth === arguments[0] && innerHeight === arguments[1]', width, height);

describe('a window that was resized', { timeout: storyMs }, () => {
  test('has the same size when it is opened the next time', async ({ skip }) => {
    skip(reason !== undefined, reason);
    const desk = await deskOfTest();
    const first = await desk.open('ada');
    await first.shows('Make my identity');
    await first.resize(width, height);
    await hasSize(first);
    process.kill(first.pid, 'SIGTERM');
    await until('an end of it', () => !isRunning(first.pid));

    const second = await desk.open('ada');
    await hasSize(second);
    // Another profile has a window of its own.
    const other = await desk.open('bo');
    expect(await other.run('return [innerWidth, innerHeight];')).not.toEqual([width, height]);
  });
});
