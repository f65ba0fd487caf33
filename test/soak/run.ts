// Two real Looms, a stream of messages both ways, and kill -9 at random moments on either side. Judges by what the two databases
// hold at the end: each message that a sender holds is at the other side once, and in order. Knows nothing of who asks.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Message } from '@loom/contract';
import { freePorts } from '../support/free-ports.ts';
import { Side } from './side.ts';

export interface SoakOptions {
  readonly kills: number;
  /** Both ways together, at least: what a kill has left without an answer comes on top. */
  readonly messages: number;
  readonly onProgress?: (line: string) => void;
}

/** When a kill falls: while messages leave a link that is up; while they are written, whatever the link does; or at any moment after the last start. */
const moments = ['linked', 'writing', 'starting'] as const;
type Moment = (typeof moments)[number];

export interface Direction {
  readonly from: string;
  /** In the sender's own database. */
  readonly stored: number;
  /** Told as stored to who submitted it. */
  readonly acknowledged: number;
  /** Submitted and cut off by a kill; some of them are stored. */
  readonly unanswered: number;
  readonly lost: number;
  readonly duplicated: number;
  readonly misordered: number;
  /** Told as stored, and not in the sender's own database. */
  readonly forgotten: number;
  /** In the sender's database and not delivered at the end. */
  readonly undelivered: number;
}

export interface SoakReport {
  readonly kills: Readonly<Record<string, Readonly<Record<Moment, number>>>>;
  readonly restarts: number;
  readonly directions: readonly Direction[];
  /** Sessions that had to begin anew: a kill is no reason for one. */
  readonly renewals: number;
  /** Lines of the logs that tell of a bug. */
  readonly bugs: readonly string[];
  readonly seconds: number;
}

const outstanding = 8;
const secureMs = 90_000;
const deliverMs = 180_000;

export async function runSoak({
  kills,
  messages,
  onProgress = () => undefined,
}: SoakOptions): Promise<SoakReport> {
  const home = mkdtempSync(join(tmpdir(), 'loom-soak-'));
  const begun = performance.now();
  const [portOfA, portOfB] = await freePorts(2);
  const a = new Side(home, 'a', portOfA ?? 0);
  const b = new Side(home, 'b', portOfB ?? 0);
  const sides = [a, b] as const;
  const counts = Object.fromEntries(sides.map(({ name }) => [name, { linked: 0, writing: 0, starting: 0 }]));
  const perRound = Math.ceil(messages / (kills + 1));
  let allowed = 0;
  const done = new AbortController();

  /** Submits what is allowed, as soon as there is somebody to take it. */
  const lane = async (side: Side): Promise<void> => {
    while (!done.signal.aborted) {
      if (side.submitted - side.unanswered < allowed / 2) await side.submit();
      else await sleep(1);
    }
  };

  try {
    for (const side of sides) await side.begin();
    await a.meet(b);
    await b.meet(a);
    const lanes = sides.flatMap((side) => Array.from({ length: outstanding / 2 }, () => lane(side)));
    const streaming = Promise.all(lanes);
    for (let kill = 0; kill < kills; kill++) {
      const moment = moments[kill % moments.length] ?? 'writing';
      const victim = sides[Math.random() < 0.5 ? 0 : 1];
      const acknowledged = (): number => a.acknowledged + b.acknowledged;
      if (moment === 'linked') await Promise.all(sides.map((side) => side.secured(secureMs)));
      const before = acknowledged();
      allowed += perRound;
      if (moment === 'starting') await sleep(Math.random() * 1_000);
      else {
        const enough = before + Math.random() * perRound * 0.8;
        await until(() => acknowledged() >= enough, secureMs, 'nothing was stored');
        await sleep(Math.random() * 4);
      }
      await victim.killAndRestart();
      const count = counts[victim.name];
      if (count !== undefined) count[moment] += 1;
      if ((kill + 1) % 20 === 0) onProgress(`${kill + 1} kills, ${acknowledged()} messages stored`);
    }
    allowed += perRound;
    await until(
      () => sides.every((side) => side.acknowledged >= Math.floor(allowed / 2)),
      deliverMs,
      'the stream did not end',
    );
    done.abort();
    await streaming;
    for (const side of sides) await side.delivered(deliverMs);
    const [ofA, ofB] = [await a.conversation(), await b.conversation()];
    for (const side of sides) await side.stop();
    const directions = [judge(a, ofA, ofB), judge(b, ofB, ofA)];
    return {
      kills: counts,
      restarts: a.restarts + b.restarts,
      directions,
      renewals: [...ofA, ...ofB].filter(({ kind }) => kind === 'notice').length,
      bugs: sides.flatMap(({ log }) => bugsIn(log)),
      seconds: (performance.now() - begun) / 1_000,
    };
  } finally {
    done.abort();
    for (const side of sides) await side[Symbol.asyncDispose]();
    rmSync(home, { recursive: true, force: true });
  }
}

function judge(sender: Side, own: readonly Message[], theirs: readonly Message[]): Direction {
  const sent = own.filter(({ state, kind }) => kind === 'text' && state !== 'received');
  const ids = sent.map(({ id }) => id);
  const contents = new Map(sent.map(({ id, content }) => [id, content]));
  const arrived = theirs.filter(({ state, kind }) => kind === 'text' && state === 'received');
  const distinct = new Map(arrived.map(({ id, content }) => [id, content]));
  const places = new Map(ids.map((id, place) => [id, place]));
  const order = arrived.map(({ id }) => places.get(id) ?? -1);
  const stored = new Set(contents.values());
  return {
    from: sender.name,
    stored: sent.length,
    acknowledged: sender.acknowledged,
    unanswered: sender.unanswered,
    lost: ids.filter((id) => distinct.get(id) !== contents.get(id)).length,
    // Twice at the receiver, by id or by content; twice at the sender itself; or never sent at all.
    duplicated:
      arrived.length -
      new Set(arrived.map(({ content }) => content)).size +
      (sent.length - stored.size) +
      arrived.filter(({ id }) => !contents.has(id)).length,
    misordered: order.filter((place, index) => index > 0 && place < (order[index - 1] ?? 0)).length,
    forgotten: sender.answered.filter((content) => !stored.has(content)).length,
    undelivered: sent.filter(({ state }) => state !== 'delivered' && state !== 'read').length,
  };
}

function bugsIn(log: string): string[] {
  return readFileSync(log, 'utf8')
    .split('\n')
    .filter((line) => / A bug: |could not be stored/.test(line));
}

async function until(ready: () => boolean, patienceMs: number, otherwise: string): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (!ready()) {
    if (performance.now() > deadline) throw new Error(otherwise);
    await sleep(1);
  }
}
