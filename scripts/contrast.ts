// Measures how far text stands out in every view of the tour, and prints the worst pixel of each view: what the test in
// test/e2e/contrast.test.ts holds against the limits. Ends with 1 where a limit is broken.
import process from 'node:process';
import { findChromium, launchChromium, noChromium } from '../test/support/chromium.ts';
import { contrastBench, faultInWords, isTooFaint, type Finding } from '../test/support/contrast.ts';
import { partNames, tour } from '../test/support/tour.ts';

type Look = 'dark' | 'light' | 'dark, no blur' | 'light, no blur';

const looks: readonly Look[] = ['dark', 'light', 'dark, no blur', 'light, no blur'];

function lookOf({ look }: Finding): Look {
  const [theme = '', moment = ''] = look.split(', ');
  return looks.find((each) => each === (moment === 'no blur' ? look : theme)) ?? 'dark';
}

/** The least room above what is wanted; large text may be fainter. */
function worst(findings: readonly Finding[]): Finding | undefined {
  return findings.toSorted((one, other) => one.ratio / one.wants - other.ratio / other.wants)[0];
}

const chromium = findChromium();
if (chromium === undefined) {
  process.stderr.write(`Nothing measured: ${noChromium}.\n`);
  process.exitCode = 1;
} else {
  const wanted = process.argv.slice(2);
  const browser = await launchChromium(chromium);
  const bench = await contrastBench(browser);
  const faults: string[] = [];
  process.stdout.write(
    `${'the worst pixel of each view'.padEnd(30)}${looks.map((look) => look.padStart(15)).join('')}  the faintest words\n`,
  );
  for (const part of partNames) {
    if (wanted.length > 0 && !wanted.includes(part)) continue;
    await tour({
      browser,
      part,
      context: { colorScheme: 'dark', reducedMotion: 'reduce' },
      see: async (view, page) => {
        const findings = await bench.measure(page);
        const figures = looks.map((look) => worst(findings.filter((finding) => lookOf(finding) === look)));
        const faintest = worst(findings);
        const line = figures.map((figure) => (figure?.ratio.toFixed(2) ?? '').padStart(15)).join('');
        process.stdout.write(
          `${view.padEnd(30)}${line}  ${faintest === undefined ? '' : `“${faintest.text}”, ${faintest.look}`}\n`,
        );
        faults.push(...findings.filter(isTooFaint).map((finding) => faultInWords(view, finding)));
      },
    });
  }
  await browser.close();
  if (faults.length > 0) process.exitCode = 1;
  process.stdout.write(faults.length === 0 ? '\nAll of it stands out enough.\n' : `\n${faults.join('\n')}\n`);
}
