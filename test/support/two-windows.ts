// Two people at their windows, each with an engine of their own, who are each other's contacts and secured. Ports of their own, so
// that no other Loom of this machine takes part.
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { freePorts } from './free-ports.ts';
import { makeHome, type Home } from './loom.ts';
import { permissions, sitDown, type Person } from './person.ts';

export interface TwoWindows extends AsyncDisposable {
  readonly home: Home;
  readonly ada: Person;
  readonly bo: Person;
}

interface TwoWindowsOptions extends BrowserContextOptions {
  /** Runs in each page before anything of it does. */
  readonly script?: string;
}

export async function twoWindows(
  browser: Browser,
  { script = '', ...options }: TwoWindowsOptions = {},
): Promise<TwoWindows> {
  const home = await makeHome();
  const context = await browser.newContext({ permissions, ...options });
  await context.addInitScript(script);
  const [adasPort = 0, bosPort = 0] = await freePorts(2);
  const ada = await sitDown(home, context, 'Ada', '--no-mdns', '--port', `${adasPort}`);
  const bo = await sitDown(home, context, 'Bo', '--no-mdns', '--port', `${bosPort}`);
  const adasToken = await ada.makeIdentity();
  await ada.findPeople();
  const bosToken = await bo.makeIdentity();
  await bo.findPeople();
  await ada.add({ name: 'Bo', token: bosToken });
  await bo.add({ name: 'Ada', token: adasToken, address: `${adasPort}` });
  await Promise.all([ada.secured(), bo.secured()]);
  return {
    home,
    ada,
    bo,
    async [Symbol.asyncDispose]() {
      await context.close();
      await home[Symbol.asyncDispose]();
    },
  };
}
