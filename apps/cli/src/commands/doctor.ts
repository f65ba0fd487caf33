// `loom doctor` and `loom search`: what is right and wrong with the network, and a look for people where multicast is blocked.
import { isLoomError, type Check, type CheckStatus, type LoomError } from '@loom/contract';
import { examineAlone, profileExists } from '@loom/daemon';
import { neutraliseLine } from '@loom/ui/text/neutralise';
import type { Context } from '../context.ts';
import { withEngine, withRunningEngine } from '../engine.ts';
import { FaultsFound } from '../failures.ts';

/** @throws FaultsFound where a fault stands */
export async function doctor(context: Context): Promise<void> {
  const checks = await diagnose(context);
  context.out.result({ checks }, () => checks.flatMap(checkLines));
  if (checks.some(({ status }) => status === 'fault')) throw new FaultsFound();
}

/** By the engine that runs; else by one that stays off the network, and says that it is not running; else without any. */
async function diagnose(context: Context): Promise<readonly Check[]> {
  // An engine started here would make the profile, and a question is to leave nothing behind.
  if (!profileExists(context.engine)) return examineAlone('missing');
  try {
    return await withEngine(context, { network: false, newProfile: true }, async ({ door }) => {
      const { checks } = await door.call('run_doctor', {});
      return checks;
    });
  } catch (error) {
    if (isLoomError(error) && isHeld(error)) return examineAlone('held');
    throw error;
  }
}

/** By a process that lets nobody in, or that lets everybody in and says nothing. */
function isHeld({ code }: LoomError): boolean {
  return code === 'engine-running' || code === 'engine-unresponsive';
}

const words: Readonly<Record<CheckStatus, string>> = {
  ok: 'ok',
  warning: 'warning',
  fault: 'FAULT',
  unknown: '-',
};

function checkLines({ id, status, saw, remedy }: Check): string[] {
  const head = `${words[status].padEnd(8)} ${id.padEnd(11)}`;
  const advice =
    remedy === undefined ? [] : [`${' '.repeat(head.length)} What to do: ${neutraliseLine(remedy)}`];
  return [`${head} ${neutraliseLine(saw)}`, ...advice];
}

export async function search(context: Context): Promise<void> {
  await withRunningEngine(context, async (door) => {
    context.out.note('Asking the neighbours on this network, which takes some seconds ...');
    const summary = await door.call('search_network', {});
    context.out.result(summary, () => [
      `${summary.probed} hosts asked, ${summary.open} doors open, ${summary.found} contacts found.`,
    ]);
  });
}
