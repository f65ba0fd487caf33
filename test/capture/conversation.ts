// A whole conversation of two profiles on this host's loopback, for a capture: discovery, handshake, messages of every size
// both ways, read marks. The clock is an argument. Run as a process: `conversation.ts HOME OFFSET_MS`; prints what must not be
// found in the capture. Knows nothing of the capture.
import { dispatch, keyHex, type CommandInput, type CommandName, type CommandResult } from '@loom/contract';
import { createEngine, defaultPorts, type Clock, type Engine } from '@loom/engine';
import { mdnsDiscovery, openProfile, systemClock, systemRandom, tcpTransport } from '@loom/node';

const [home = '', offset = '0'] = process.argv.slice(2);
const clock: Clock = { ...systemClock, now: () => systemClock.now() + Number(offset) };
const log = (): void => undefined;

/** Of one record, of several, and of more than the largest. */
const sizes = [10, 150, 700, 3_000, 12_000, 60_000];

class Side {
  readonly name: string;
  readonly engine: Engine;
  readonly close: () => void;
  token = '';
  key: number[] = [];

  constructor(name: string) {
    const opened = openProfile({ home, name });
    if (!opened.ok) throw new Error(opened.fault.code);
    const { store } = opened.profile;
    this.name = name;
    this.close = () => store.close();
    this.engine = createEngine({
      store,
      transport: tcpTransport(),
      discovery: mdnsDiscovery({ clock, random: systemRandom, log }),
      clock,
      random: systemRandom,
      log,
      profile: name,
      keyCustody: 'memory',
      ports: defaultPorts,
    });
  }

  call<C extends CommandName>(command: C, args: CommandInput<C>): Promise<CommandResult<C>> {
    return dispatch(this.engine.handlers, command, args);
  }

  async begin(): Promise<void> {
    if (!(await this.call('has_identity', {}))) await this.call('generate_new_identity', { name: this.name });
    this.token = await this.call('get_my_token', {});
    this.key = (await this.call('parse_token', { token_str: this.token })).identity_key;
  }

  add(other: Side): Promise<unknown> {
    return this.call('add_contact_token', { token_str: other.token, display_name: other.name });
  }

  async say(other: Side, round: number): Promise<void> {
    for (const size of sizes) {
      const content = `${this.name} says number ${round}: ${'so '.repeat(size / 3)}`;
      await this.call('send_message', { contact_pub_key: keyHex(other.key), content });
    }
  }

  /** Waits until all that went to the other side is in this state, or read. */
  async until(other: Side, state: 'delivered' | 'read'): Promise<void> {
    const done = async (): Promise<boolean> => {
      const messages = await this.call('get_messages', { contact_pub_key: keyHex(other.key), limit: 1000 });
      return messages.every((each) => ['received', 'read', state].includes(each.state));
    };
    for (;;) {
      // Listening begins before looking, so that nothing happens in between.
      const { promise: change, resolve } = Promise.withResolvers<void>();
      const end = this.engine.on(() => resolve());
      if (!(await done())) await change;
      end();
      if (await done()) return;
    }
  }

  async needles(other: Side): Promise<string[]> {
    const { dh_key: staticKey } = await this.call('parse_token', { token_str: this.token });
    const messages = await this.call('get_messages', { contact_pub_key: keyHex(other.key), limit: 1000 });
    return [this.key, staticKey]
      .map((key) => keyHex(key))
      .concat(messages.map(({ id }) => id))
      .concat(this.tokenPieces());
  }

  /** The token's text, in pieces that any part of it would show. */
  tokenPieces(): string[] {
    const hex = (text: string): string => Buffer.from(text).toString('hex');
    return [
      hex(this.name),
      hex(this.token.slice(5, 21)),
      hex(this.token.slice(100, 116)),
      hex('says number'),
    ];
  }
}

const [marvin, slarti] = [new Side('marvin-the-canary'), new Side('slartibartfast')];
for (const side of [marvin, slarti]) await side.begin();
await marvin.add(slarti);
await slarti.add(marvin);
// Remembered addresses connect before anybody has been heard; what is announced belongs to the recording.
const heard = [marvin, slarti].map(({ engine }) => {
  const { promise, resolve } = Promise.withResolvers<void>();
  engine.on(({ event }) => event === 'peer_discovered' && resolve());
  return promise;
});
for (const side of [marvin, slarti]) await side.call('start_network', {});
await Promise.all(heard);
for (const round of [1, 2, 3]) {
  await marvin.say(slarti, round);
  await marvin.until(slarti, 'delivered');
  await slarti.say(marvin, round);
  await slarti.until(marvin, 'delivered');
}
await slarti.call('mark_read', { contact_pub_key: keyHex(marvin.key) });
await marvin.until(slarti, 'read');
const needles = [...(await marvin.needles(slarti)), ...(await slarti.needles(marvin))];
for (const side of [marvin, slarti]) await side.engine.stop();
for (const side of [marvin, slarti]) side.close();
process.stdout.write(`${JSON.stringify({ needles: [...new Set(needles)] })}\n`);
