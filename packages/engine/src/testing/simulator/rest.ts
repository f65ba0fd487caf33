// What must hold once nothing is broken any more: within a bounded time everybody is connected by one link, agrees on the session,
// and has all messages; strangers change nothing; and a message more arrives at once. Knows nothing of what was broken.
import { keyHex, type Contact } from '@loom/contract';
import type { Faults } from './faults.ts';
import { brief } from './ledger.ts';
import type { Person } from './person.ts';
import type { World } from './world.ts';

const STEP_MS = 5_000;
/** The longest pause between two dials is 60 s, a dead link is noticed within 53 s, and a held M1 ends after 10 s. */
const PATIENCE_MS = 8 * 60_000;
/** Links that were superseded or dead are gone by then. */
const CALM_MS = 60_000;
/** Longer than a connection that says nothing is left open. */
const STRANGERS_MS = 15_000;
const LAST_WORDS_MS = 10_000;

export async function checkAtRest(world: World, faults: Faults): Promise<void> {
  const { clock } = world;
  await faults.end();
  const end = clock.monotonic() + PATIENCE_MS;
  const wait = async (): Promise<void> => {
    await acceptAll(world);
    await clock.advance(STEP_MS);
  };
  while (!(await isSettled(world)) && clock.monotonic() < end) await wait();
  if (!(await isSettled(world))) world.report('stuck', await describeStuck(world));
  await clock.advance(CALM_MS);
  await checkLinks(world);
  checkMessages(world);
  await checkStrangers(world, faults);
  for (const [from, to] of ordered(world.people)) world.send(from, to, 40);
  await clock.advance(LAST_WORDS_MS);
  checkMessages(world);
  await checkViews(world);
  checkNothingHeld(world);
  for (const who of world.people)
    if (world.told.someoneWrites(who))
      world.report('disagreed', `${who.index}: somebody still writes who stopped`);
  world.checkBounds();
}

function ordered(people: readonly Person[]): [Person, Person][] {
  return people.flatMap((from) =>
    people.filter((to) => to !== from).map((to): [Person, Person] => [from, to]),
  );
}

async function contactOf(who: Person, of: Person): Promise<Contact | undefined> {
  const contacts = (await who.try('get_contacts', {})) ?? [];
  return contacts.find(({ public_key }) => keyHex(public_key) === of.key);
}

/** People look at each new session, and accept it. */
async function acceptAll(world: World): Promise<void> {
  for (const [who, of] of ordered(world.people)) {
    const contact = await contactOf(who, of);
    if (contact?.held === true) await who.try('accept_new_session', { contact_pub_key: of.key });
  }
}

async function isSettled(world: World): Promise<boolean> {
  for (const [who, of] of ordered(world.people)) {
    const contact = await contactOf(who, of);
    if (contact?.state !== 'secured' || contact.waiting > 0 || contact.held) return false;
  }
  return true;
}

async function describeStuck(world: World): Promise<string> {
  const words: string[] = [];
  for (const [who, of] of ordered(world.people)) {
    const contact = await contactOf(who, of);
    if (contact?.state === 'secured' && contact.waiting === 0) continue;
    words.push(
      `${who.index} of ${of.index}: ${contact?.state ?? 'no contact'}, ${contact?.waiting ?? 0} waiting, ${contact?.reason ?? 'no reason'}`,
    );
  }
  return words.join('; ');
}

async function checkLinks(world: World): Promise<void> {
  const pairs = ordered(world.people).filter(([a, b]) => a.index < b.index);
  for (const { index, holds } of world.people) {
    if (holds.connections !== world.people.length - 1)
      world.report(
        'disagreed',
        `${index} holds ${holds.connections} connections to ${world.people.length - 1} contacts`,
      );
  }
  for (const [a, b] of pairs) {
    const [one, other] = [await contactOf(a, b), await contactOf(b, a)];
    if (one?.session_id !== other?.session_id || one?.generation !== other?.generation)
      world.report('disagreed', `${a.index} and ${b.index} name different sessions`);
    if (world.ledger.mayGoBack(a.index) || world.ledger.mayGoBack(b.index)) continue;
    for (const count of [world.told.established(a, b), world.told.established(b, a)])
      if (count > 1) world.report('disagreed', `${a.index} and ${b.index} began anew, and nothing was lost`);
  }
}

function checkMessages(world: World): void {
  for (const [from, to] of ordered(world.people)) world.ledger.atRest(from.index, to.index);
}

/** All that was recorded comes again, now that nothing else happens. */
async function checkStrangers(world: World, { strangers }: Faults): Promise<void> {
  const { writes, admitted, toStrangers } = world;
  for (let which = 0; which < Math.min(12, world.wiretap.recordings.length); which += 1)
    strangers.replay(which, which % 2 === 0 ? 1270 : 4096);
  for (const person of world.people) {
    strangers.knock(person, 1270);
    strangers.noise(person, 1270);
  }
  await world.clock.advance(STRANGERS_MS);
  if (world.writes !== writes)
    world.report('stranger', 'something was written, and only strangers were there');
  if (world.admitted === admitted && world.toStrangers !== toStrangers)
    world.report('stranger', 'a stranger was answered');
}

/** Nothing waits above a gap any more. */
function checkNothingHeld(world: World): void {
  for (const { index, disk } of world.people) {
    const { contents } = disk;
    for (const { id, peerStream } of contents.listContacts()) {
      if (peerStream !== undefined && contents.heldRanges(id, peerStream, 1).length > 0)
        world.report('unbounded', `${index} holds messages above a gap`);
    }
  }
}

async function checkViews(world: World): Promise<void> {
  for (const [who, of] of ordered(world.people)) {
    const page = await who.try('get_messages', { contact_pub_key: of.key, limit: 1000 });
    if (page === undefined || page.length >= 1000) continue;
    const texts = page.filter(({ kind }) => kind === 'text');
    const incoming = texts.filter(({ state }) => state === 'received');
    const outgoing = texts.filter(({ state }) => state !== 'received');
    const content = ({ content: text }: { content: string }): string => text;
    world.ledger.asShown(who.index, of.index, incoming.map(content), outgoing.map(content));
    for (const { state, content: text } of outgoing)
      if (state === 'waiting' || state === 'sent')
        world.report('disagreed', `${brief(text)}: ${state} at rest`);
  }
}
