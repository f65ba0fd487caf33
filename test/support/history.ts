// Two profiles that know each other and have talked for long: written straight into their encrypted stores, the same on both
// sides, as if every message had been delivered and read. Knows nothing of engines that run.
import { createEngine, type ContactRow, type Store } from '@loom/engine';
import { openProfile, systemClock, systemRandom, tcpTransport } from '@loom/node';

export interface Line {
  /** The first of the two has written it. */
  readonly own: boolean;
  readonly text: string;
  /** ms since 1970. */
  readonly at: number;
}

interface Side {
  readonly name: string;
  readonly store: Store;
  readonly token: string;
  readonly handlers: ReturnType<typeof createEngine>['handlers'];
  close(): Promise<void>;
}

const inOneTransaction = 5_000;

/** @param home LOOM_HOME of both. @param names of the profiles, in small letters, are their names as contacts too. */
export async function writeHistory(
  home: string,
  names: readonly [string, string],
  lines: readonly Line[],
): Promise<void> {
  const [us, them] = [await begin(home, names[0]), await begin(home, names[1])];
  try {
    const ours = await meet(us, them);
    const theirs = await meet(them, us);
    write(us.store, ours, theirs.ownStream, lines);
    write(
      them.store,
      theirs,
      ours.ownStream,
      lines.map((line) => ({ ...line, own: !line.own })),
    );
  } finally {
    await Promise.all([us.close(), them.close()]);
  }
}

function write(store: Store, { id }: ContactRow, theirStream: Uint8Array, lines: readonly Line[]): void {
  const last = { out: 0, in: 0 };
  for (let from = 0; from < lines.length; from += inOneTransaction) {
    store.transaction(() => {
      for (const [index, { own, text, at: sentAt }] of lines.slice(from, from + inOneTransaction).entries()) {
        const messageId = idOf(from + index);
        const content = { kind: 'text', text } as const;
        if (own) {
          store.assignSeq(store.addOutgoing(id, messageId, content, sentAt).rowId, (last.out += 1));
        } else {
          const seq = (last.in += 1);
          store.addIncoming({ contactId: id, stream: theirStream, seq, messageId, content, sentAt });
        }
      }
    });
  }
  store.updateContact(id, { nextSeq: last.out + 1, ackedSeq: last.out });
  store.markReadByPeer(id, last.out);
  store.markRead(id);
}

function idOf(index: number): Uint8Array {
  const id = new Uint8Array(16);
  new DataView(id.buffer).setUint32(12, index + 1);
  return id;
}

async function begin(home: string, name: string): Promise<Side> {
  const opened = openProfile({ home, name });
  if (!opened.ok) throw new Error(opened.fault.code);
  const { store, keyCustody } = opened.profile;
  const engine = createEngine({
    store,
    transport: tcpTransport(),
    discovery: undefined,
    clock: systemClock,
    random: systemRandom,
    log: () => undefined,
    profile: name,
    keyCustody,
    ports: [0],
  });
  const shown = name.charAt(0).toUpperCase() + name.slice(1);
  const token = await engine.handlers.generate_new_identity({ name: shown });
  return {
    name: shown,
    store,
    token,
    handlers: engine.handlers,
    async close() {
      await engine.stop();
      store.close();
    },
  };
}

async function meet(us: Side, them: Side): Promise<ContactRow> {
  await us.handlers.add_contact_token({ token_str: them.token, display_name: them.name });
  const [contact] = us.store.listContacts();
  if (contact === undefined) throw new Error('A contact that was added is not there.');
  return contact;
}
