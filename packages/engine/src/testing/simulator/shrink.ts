// Makes a failing schedule short: leaves actions out for as long as it still fails in the same way (delta debugging, Zeller 1999).
// Knows nothing of why it fails.
import type { Plant } from './plants.ts';
import { run } from './run.ts';
import type { Action, Schedule } from './schedule.ts';
import type { ViolationKind } from './violation.ts';

/** Enough for some fifty actions; a schedule that is longer after it is kept as it is. */
const MOST_RUNS = 400;

export async function shrink(schedule: Schedule, kind: ViolationKind, plant?: Plant): Promise<Schedule> {
  let runsLeft = MOST_RUNS;
  const fails = async (candidate: Schedule): Promise<boolean> => {
    if (runsLeft === 0) return false;
    runsLeft -= 1;
    const { violations } = await run(candidate, plant === undefined ? {} : { plant });
    return violations[0]?.kind === kind;
  };
  let shortest = schedule;
  let size = schedule.actions.length;
  do {
    size = Math.max(1, Math.ceil(size / 2));
    const before = shortest;
    shortest = await leaveOut(shortest, size, fails);
    // At single actions, until none can go.
    if (size === 1 && shortest === before) break;
  } while (shortest.actions.length > 0);
  return simplify(shortest, fails);
}

type Fails = (candidate: Schedule) => Promise<boolean>;

/** Leaves out each so many actions in a row that it fails without. */
async function leaveOut(schedule: Schedule, size: number, fails: Fails): Promise<Schedule> {
  let shortest = schedule;
  let start = 0;
  while (start < shortest.actions.length) {
    const candidate = { ...shortest, actions: shortest.actions.toSpliced(start, size) };
    if (await fails(candidate)) shortest = candidate;
    else start += size;
  }
  return shortest;
}

/** Fewer people, messages and delays, where it still fails. */
async function simplify(schedule: Schedule, fails: Fails): Promise<Schedule> {
  let simplest = schedule;
  const attempt = async (candidate: Schedule): Promise<void> => {
    if (await fails(candidate)) simplest = candidate;
  };
  for (let people = 2; people < simplest.people; people += 1) {
    const actions = simplest.actions.filter((action) => isAmong(action, people));
    await attempt({ ...simplest, people, actions });
  }
  await attempt({ ...simplest, latencyMs: 1 });
  await attempt({ ...simplest, bufferBytes: 65_536 });
  await attempt({ ...simplest, actions: simplest.actions.map(single) });
  return simplest;
}

function isAmong(action: Action, people: number): boolean {
  const named = [
    'who' in action ? action.who : 0,
    'of' in action ? action.of : 0,
    'to' in action ? action.to : 0,
  ];
  return named.every((index) => index < people);
}

function single(action: Action): Action {
  return action.kind === 'send' ? { ...action, count: 1, bytes: 10 } : action;
}
