// Loom as a person runs it, and a second implementation that it has as its contact. Knows the commands of the command
// line, and nothing of what is behind them.
import { randomBytes } from '@noble/hashes/utils.js';
import type { Home } from '../support/loom.ts';
import { StdioClient } from '../support/stdio-client.ts';
import type { Bytes } from './bytes.ts';
import { Conversation } from './conversation.ts';
import { listenTcp } from './socket.ts';
import { makeIdentity, readToken } from './token.ts';

type State = 'received' | 'waiting' | 'sent' | 'delivered' | 'read';

interface Message {
  readonly content: string;
  readonly state: State;
}

export interface RunningLoom {
  readonly port: number;
  readonly client: StdioClient;
  send(text: string): Promise<void>;
  /** Marks all that it has received as read. */
  markRead(): Promise<void>;
  /** The texts in this state, as they stand in the conversation. */
  contents(state: State): Promise<string[]>;
  /** Waits until all that it has sent has come to this state. */
  untilAll(state: 'delivered' | 'read'): Promise<void>;
  /** The safety number that it shows for the second one. */
  safetyNumber(): Promise<unknown>;
  /** Gives it the address of the second one, which it dials then. */
  knows(port: number): void;
}

export interface Meeting {
  readonly loom: RunningLoom;
  readonly second: Conversation;
}

export const random = (size: number): Bytes => randomBytes(size);

async function freePort(): Promise<number> {
  await using listener = await listenTcp();
  return listener.port;
}

/** Starts Loom, makes its identity, and gives both each other's token. */
export async function meet(home: Home, ...flags: string[]): Promise<Meeting> {
  const port = await freePort();
  const client = new StdioClient(home.start('daemon', '--stdio', '--port', String(port), ...flags));
  const token = String(await client.call('generate_new_identity', { name: 'Ann' }));
  const me = makeIdentity(random(32));
  const contact = { contact_pub_key: [...me.ed] };
  await client.call('add_contact_token', { token_str: me.token, display_name: 'Second' });
  const messages = async (): Promise<Message[]> => (await client.call('get_messages', contact)) as Message[];

  const loom: RunningLoom = {
    port,
    client,
    async send(text) {
      await client.call('send_message', { ...contact, content: text });
    },
    async markRead() {
      await client.call('mark_read', contact);
    },
    async contents(state) {
      return (await messages()).filter((message) => message.state === state).map(({ content }) => content);
    },
    async untilAll(state) {
      for (const { content } of (await messages()).filter((message) => message.state !== 'received')) {
        await client.event('message_changed', (payload) => {
          const { message } = payload as { message: Message };
          return message.content === content && message.state === state;
        });
      }
    },
    safetyNumber: () => client.call('get_safety_number', contact),
    knows(at) {
      // The answer tells how dialling went; the link itself shows that here.
      void client.call('inject_peer_address', { peer_pub_key: [...me.ed], ip: '127.0.0.1', port: at });
    },
  };
  return { loom, second: new Conversation(me, readToken(token), random, Date.now) };
}
