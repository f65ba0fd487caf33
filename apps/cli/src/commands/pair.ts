// `loom pair`: meets somebody nearby without a token. Opens the window in which both are visible, shows who is there and what to
// compare, and takes the person's answers from stdin, line by line. Ctrl+C or Ctrl+D leaves, and closes the window.
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { isLoomError, keyHex, LoomError, type Contact, type Nearby, type Pairing } from '@loom/contract';
import type { Door } from '@loom/daemon';
import { neutraliseLine } from '@loom/ui/text/neutralise';
import type { Context } from '../context.ts';
import { requireNetwork, whenClosed, withEngine } from '../engine.ts';
import { untilSignal } from '../end-signal.ts';
import { CommandError } from '../failures.ts';
import { nameOf, stateOf } from '../words.ts';

/** Whoever is the only one nearby for so long is begun with: long enough for a second one to be seen. */
const aloneMs = 1_000;
/** How long the first link may take before the command ends without it; it comes by itself all the same. */
const securedMs = 10_000;
const securedStepMs = 100;

export interface PairOptions {
  readonly name?: string;
  readonly with?: string;
}

export async function pair(context: Context, options: PairOptions): Promise<void> {
  await untilSignal((interrupted) =>
    withEngine(context, { network: true }, async ({ door }) => {
      await requireNetwork(door);
      if (options.name !== undefined) await door.call('set_display_name', { name: options.name });
      const meeting = new Meeting(context, door, options.with);
      try {
        const contact = await Promise.race([meeting.run(), interrupted]);
        context.out.result(contact, () => [
          `${nameOf(contact)} is your contact now, verified: ${stateOf(contact)}`,
        ]);
      } finally {
        await meeting.end();
      }
    }),
  );
}

class Meeting {
  readonly #context: Context;
  readonly #door: Door;
  readonly #with: string | undefined;
  readonly #screen = createInterface({ input: process.stdin });
  readonly #over = Promise.withResolvers<Uint8Array>();
  readonly #unlisten: () => void;
  #pairing: Pairing | undefined;
  /** Begun with by itself already, so what failed is not begun again unasked. */
  readonly #tried = new Set<string>();
  /** What was printed last, so that nothing is said twice. */
  #listed = '';
  readonly #told = new Map<string, string>();
  /** The comparison that the person was last asked about. */
  #asked: { readonly id: string; readonly digits: string; readonly isFirst: boolean } | undefined;

  constructor(context: Context, door: Door, wanted: string | undefined) {
    this.#context = context;
    this.#door = door;
    this.#with = wanted;
    this.#over.promise.catch(() => undefined);
    this.#unlisten = door.on(({ event, payload }) => {
      if (event === 'pairing_changed') this.#onPairing(payload.pairing);
    });
  }

  /** @throws CommandError `not-met`; LoomError */
  async run(): Promise<Contact> {
    const opened = await this.#door.call('open_pairing', {});
    this.#context.out.say('You are visible to people nearby for 5 minutes. Ask them to do the same.');
    this.#screen.on('line', (line) => this.#attempt(() => this.#onLine(line.trim())));
    this.#screen.on('close', () => this.#fail('You left before anybody was met.'));
    void whenClosed(this.#door).then(() => this.#over.reject(new LoomError('engine-stopped', {})));
    this.#onPairing(opened);
    const key = await this.#over.promise;
    return this.#contactOf(key);
  }

  async end(): Promise<void> {
    this.#unlisten();
    this.#screen.removeAllListeners('close');
    this.#screen.close();
    process.stdin.destroy();
    await this.#door.call('close_pairing', {}).catch(() => undefined);
  }

  #onPairing(pairing: Pairing): void {
    this.#pairing = pairing;
    if (this.#context.out.json) this.#context.out.raw({ pairing });
    const met = pairing.nearby.find(({ step }) => step === 'done');
    if (met?.public_key !== undefined) return this.#over.resolve(Uint8Array.from(met.public_key));
    for (const nearby of pairing.nearby) this.#tell(nearby);
    if (pairing.visible_until === undefined) {
      const why = pairing.failed_tries > 0 ? 'too many comparisons came to nothing' : 'the time is up';
      return this.#fail(
        `You are not visible any more: ${why}. Nobody was met; run the command again to go on.`,
      );
    }
    this.#list(pairing.nearby);
    const [only, ...others] = this.#choices();
    if (only !== undefined && others.length === 0) void this.#beginIfAlone(only);
  }

  #tell(nearby: Nearby): void {
    const { nearby_id: id, step, symbols, digits = '', reason } = nearby;
    const news = `${step} ${digits} ${reason ?? ''}`;
    if (this.#told.get(id) === news) return;
    this.#told.set(id, news);
    const name = neutraliseLine(nearby.name);
    const { out } = this.#context;
    if (step === 'compare' && symbols !== undefined) {
      out.say(`Compare with “${name}”, a name that nobody has verified:`);
      out.say(`  ${symbols.map((symbol) => `${symbol.emoji} ${symbol.name}`).join('   ')}`);
      out.say(`  ${digits.slice(0, 3)} ${digits.slice(3)}`);
      // A `y` that was typed for the string before may still be on its way: it is not to confirm this one.
      this.#asked = { id, digits, isFirst: this.#asked === undefined };
      out.say(
        this.#asked.isFirst
          ? 'The same on both? (y/n)'
          : 'This is another comparison. The same on both? Type its six digits, or n.',
      );
    } else if (step === 'waiting' && digits !== '') {
      out.say(`Waiting for the answer of “${name}”…`);
    } else if (step === 'failed' && reason !== undefined) {
      out.note(reason);
    }
  }

  #list(nearby: readonly Nearby[]): void {
    const names = nearby.map(({ name }, index) => `${index + 1} ${neutraliseLine(name)}`).join(', ');
    if (names === this.#listed) return;
    this.#listed = names;
    this.#context.out.say(names === '' ? 'Nobody is nearby now.' : `Nearby: ${names}`);
    if (nearby.length > 1) this.#context.out.say('Type the number of the person beside you.');
  }

  /** Whom this side may begin with by itself. */
  #choices(): Nearby[] {
    const nearby = this.#pairing?.nearby ?? [];
    if (nearby.some(({ step }) => step === 'compare' || step === 'waiting')) return [];
    const meant = nearby.filter(({ name }) => this.#with === undefined || name === this.#with);
    return meant.filter(({ step, nearby_id: id }) => step === 'near' && !this.#tried.has(id));
  }

  async #beginIfAlone({ nearby_id: id }: Nearby): Promise<void> {
    await sleep(aloneMs);
    const [only, ...others] = this.#choices();
    const mustChoose = this.#with === undefined && (this.#pairing?.nearby.length ?? 0) > 1;
    if (only?.nearby_id !== id || others.length > 0 || mustChoose) return;
    this.#attempt(() => this.#begin(id));
  }

  async #begin(id: string): Promise<void> {
    this.#tried.add(id);
    await this.#door.call('start_pairing', { nearby_id: id });
  }

  async #onLine(line: string): Promise<void> {
    const nearby = this.#pairing?.nearby ?? [];
    const compared = nearby.find(({ step }) => step === 'compare');
    const asked = this.#asked;
    if (compared === undefined || asked?.id !== compared.nearby_id || asked.digits !== compared.digits) {
      const chosen = nearby[Number(line) - 1] ?? nearby.find(({ name }) => name === line);
      if (chosen !== undefined) await this.#begin(chosen.nearby_id);
      else if (line !== '')
        this.#context.out.note('There is nothing to answer now. Type the number of a person.');
      return;
    }
    const same = asked.isFirst ? /^(?:y|yes)$/i.test(line) : line.replace(/\s/g, '') === asked.digits;
    if (!same && !/^(?:n|no)$/i.test(line)) {
      const yes = asked.isFirst ? 'y' : 'its six digits';
      this.#context.out.note(
        `Answer ${yes} where all seven symbols are the same on both, n where any is not.`,
      );
      return;
    }
    await this.#door.call('confirm_pairing', { nearby_id: asked.id, digits: asked.digits, same });
  }

  /** A refusal is shown, and the meeting goes on. */
  #attempt(work: () => Promise<void>): void {
    work().catch((error: unknown) => {
      if (isLoomError(error)) this.#context.out.note(error.message);
      else this.#over.reject(error);
    });
  }

  #fail(sentence: string): void {
    this.#over.reject(new CommandError('not-met', sentence));
  }

  /** The contact, once its first link stands; or as it is where that takes long. */
  async #contactOf(key: Uint8Array): Promise<Contact> {
    const deadline = performance.now() + securedMs;
    for (;;) {
      const contacts = await this.#door.call('get_contacts', {});
      const contact = contacts.find(({ public_key: other }) => keyHex(other) === keyHex(key));
      if (contact === undefined) throw new LoomError('unknown-contact', {});
      if (contact.state === 'secured' || performance.now() > deadline) return contact;
      await sleep(securedStepMs);
    }
  }
}
