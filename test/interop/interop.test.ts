// A second Loom, written from PROTOCOL.md alone, and ours: a running one, started as a person starts it, over TCP.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { makeHome } from '../support/loom.ts';
import { announcedTags, beaconKey, beaconTag, epochOf, readBeacon, writeBeacon } from './beacon.ts';
import { equal, join } from './bytes.ts';
import { Initiator } from './handshake.ts';
import { askFor, decisions } from './hello.ts';
import { initiate, respond, type Link } from './link.ts';
import { announce, findInstance } from './mdns.ts';
import { meet, random, type Meeting } from './running-loom.ts';
import { safetyNumber } from './safety-number.ts';
import { dialTcp, listenTcp } from './socket.ts';
import { makeIdentity } from './token.ts';

const storyMs = 120_000;
const rounds = 10;

const numbered = (who: string, from = 0): string[] =>
  Array.from({ length: rounds }, (_, i) => `${who} ${from + i}`);

/** The table of PROTOCOL.md section 8.1. */
function symbolNames(): Map<number, string> {
  const text = readFileSync(new URL('../../PROTOCOL.md', import.meta.url), 'utf8');
  const cells = text.matchAll(/\| (\d+) \S+ ([a-z ]+) \(U\+/g);
  return new Map(Array.from(cells, ([, number, name = '']) => [Number(number), name]));
}

/** Ten messages each way, one after another, so that each answer is a DH step. */
async function talk({ second, loom }: Meeting, link: Link, first = 0): Promise<void> {
  for (let i = first; i < first + rounds; i++) {
    link.send(`second ${i}`);
    await second.until(() => second.unacknowledged === 0);
    await loom.send(`loom ${i}`);
    await second.until(() => second.received.length === i + 1);
  }
}

describe('a second implementation and a running Loom', { timeout: storyMs }, () => {
  test('ten messages each way with DH steps, over a link that the second one dials; each is delivered and read', async () => {
    await using home = await makeHome();
    const meeting = await meet(home, '--no-mdns');
    const { second, loom } = meeting;
    const link = await initiate(await dialTcp(loom.port), second);
    expect(link.decision).toBe(decisions.newUnlinked);
    await talk(meeting, link);
    expect(second.received).toEqual(numbered('loom'));
    expect(await loom.contents('received')).toEqual(numbered('second'));
    await loom.untilAll('delivered');
    expect(await loom.contents('delivered')).toEqual(numbered('loom'));
    expect([link.session.made[0], link.session.seen[0]]).toEqual([rounds + 1, rounds + 1]);
    link.sendRead();
    await loom.untilAll('read');
    await loom.markRead();
    await second.until(() => second.read === rounds);
    await link.close();
  });

  test('a session goes on over further links, and is renewed from itself where that is asked for', async () => {
    await using home = await makeHome();
    const meeting = await meet(home, '--no-mdns');
    const { second, loom } = meeting;
    const first = await initiate(await dialTcp(loom.port), second);
    await talk(meeting, first);
    await first.close();

    const resumed = await initiate(await dialTcp(loom.port), second);
    expect(resumed.decision).toBe(decisions.resume);
    expect(resumed.session).toBe(first.session);
    await talk(meeting, resumed, rounds);
    await resumed.close();

    const renewed = await initiate(await dialTcp(loom.port), second, { flags: askFor.newLinked });
    expect(renewed.decision).toBe(decisions.newLinked);
    await talk(meeting, renewed, 2 * rounds);
    await renewed.close();

    expect(second.received).toEqual(
      numbered('loom').concat(numbered('loom', rounds), numbered('loom', 2 * rounds)),
    );
    await loom.untilAll('delivered');
  });

  test('ten messages each way over links that Loom dials, with the decisions of the second one', async () => {
    await using home = await makeHome();
    const meeting = await meet(home, '--no-mdns');
    const { second, loom } = meeting;
    await using listener = await listenTcp();
    const accept = async (): Promise<Link> => respond(await listener.accept(), second, listener.port);
    loom.knows(listener.port);
    const link = await accept();
    expect(link.decision).toBe(decisions.newUnlinked);
    await talk(meeting, link);
    await loom.untilAll('delivered');
    await link.close();

    loom.knows(listener.port);
    const resumed = await accept();
    expect(resumed.decision).toBe(decisions.resume);
    await talk(meeting, resumed, rounds);
    expect(await loom.contents('received')).toEqual(numbered('second').concat(numbered('second', rounds)));
    await loom.untilAll('delivered');
    await resumed.close();
  });

  test('what was lost with a link is sent again on the next one, and what came twice is shown once', async () => {
    await using home = await makeHome();
    const { second, loom } = await meet(home, '--no-mdns');
    const first = await initiate(await dialTcp(loom.port), second);
    const [one, two, three] = ['one', 'two', 'three'].map((text) => first.prepare(text));
    first.sendPrepared(three);
    first.sendPrepared(one);
    await second.until(() => second.unacknowledged === 1);
    await first.close();
    const next = await initiate(await dialTcp(loom.port), second);
    expect(next.hello.peer.seq).toBe(1);
    await second.until(() => second.unacknowledged === 0);
    expect(await loom.contents('received')).toEqual(['one', 'two', 'three']);
    next.sendPrepared(two);
    next.send('four');
    await second.until(() => second.unacknowledged === 0);
    expect(await loom.contents('received')).toEqual(['one', 'two', 'three', 'four']);
    await next.close();
  });

  test('a stranger who holds the token, and who repeats a contact’s first message, get silence', async () => {
    await using home = await makeHome();
    const { second, loom } = await meet(home, '--no-mdns');
    const fresh = (): { ephemeral: Uint8Array<ArrayBuffer>; kemSeed: Uint8Array<ArrayBuffer> } => ({
      ephemeral: random(32),
      kemSeed: random(64),
    });
    const stranger = await dialTcp(loom.port);
    stranger.write(new Initiator(makeIdentity(random(32)), second.peer, fresh()).writeM1());
    expect(await stranger.next()).toBeUndefined();

    const m1 = new Initiator(second.me, second.peer, fresh()).writeM1();
    const contact = await dialTcp(loom.port);
    contact.write(m1);
    expect(await contact.next()).toHaveLength(1156);
    contact.close();
    const repeated = await dialTcp(loom.port);
    repeated.write(m1);
    expect(await repeated.next()).toBeUndefined();
  });

  test('what Loom announces by multicast DNS carries the tag for its contact', async () => {
    await using home = await makeHome();
    const { second, loom } = await meet(home);
    const { txt } = await findInstance(({ port }) => port === loom.port);
    const beacon = readBeacon(txt);
    if (beacon === undefined) throw new Error('no beacon in the TXT record');
    expect(beacon.tags).toHaveLength(16);
    const mine = beaconTag(beaconKey(second.me, second.peer, 'peer'), beacon.epoch);
    expect(beacon.tags.filter((tag) => equal(tag, mine))).toHaveLength(1);
    const another = beaconTag(beaconKey(makeIdentity(random(32)), second.peer, 'peer'), beacon.epoch);
    expect(beacon.tags.filter((tag) => equal(tag, another))).toHaveLength(0);
  });

  test('Loom dials whoever announces the tag that it expects, and nobody whose record is no beacon', async () => {
    await using home = await makeHome();
    const { second } = await meet(home);
    await using listener = await listenTcp();
    await using other = await listenTcp();
    const epoch = epochOf(Date.now() / 1000);
    const tag = beaconTag(beaconKey(second.me, second.peer, 'mine'), epoch);
    const [, ...withoutVersion] = writeBeacon({ epoch, tags: announcedTags([tag], random(32), epoch) });
    const txt = [...writeBeacon({ epoch, tags: announcedTags([tag], random(32), epoch) }), join('z=unknown')];
    let strayed = false;
    void other.accept().finally(() => (strayed = true));
    // Multicast may be lost, and Loom may not listen yet: it is announced until it is heard.
    const tell = async (): Promise<void> => {
      await announce('l0000000000000001', { port: other.port, txt: withoutVersion });
      await announce('l0000000000000002', { port: listener.port, txt });
    };
    const telling = setInterval(() => void tell(), 1000);
    const found = await respond(await listener.accept(), second, listener.port).finally(() =>
      clearInterval(telling),
    );
    expect(found.decision).toBe(decisions.newUnlinked);
    expect(strayed).toBe(false);
    await found.close();
  });

  test('both have the same safety number', async () => {
    await using home = await makeHome();
    const { second, loom } = await meet(home, '--no-mdns');
    const { digits, symbols, qr } = safetyNumber(second.me.ed, second.peer.ed);
    expect(digits).toMatch(/^\d{60}$/);
    expect(symbols).toHaveLength(24);
    const names = symbolNames();
    expect(await loom.safetyNumber()).toMatchObject({
      digits,
      qr,
      symbols: symbols.map((symbol) => ({ name: names.get(symbol) })),
    });
  });
});
