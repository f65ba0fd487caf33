// PROTOCOL.md sections 2 and 3 over TCP: the handshake, the decision, and then frames both ways for as long as the link
// stands. Knows nothing of who writes what, nor when.
import { equal, type Bytes } from './bytes.ts';
import type { Conversation } from './conversation.ts';
import { Initiator, Responder, type Keys } from './handshake.ts';
import { decisions, readHello, writeHello, type Hello, type Role } from './hello.ts';
import { x25519KeyPair, type KeyPair } from './primitives.ts';
import { newRoot, Ratchet } from './ratchet.ts';
import { frameTypes, RecordReader, RecordWriter } from './records.ts';
import type { Pieces } from './socket.ts';

export class Link {
  readonly decision: number;
  /** What the peer's HELLO said. */
  readonly hello: Hello;
  /** Reasons of the CLOSE frames that came. */
  readonly closes: number[] = [];
  /** Ends when the connection does. @throws where the peer breaks the protocol. */
  readonly ended: Promise<void>;
  readonly #pieces: Pieces;
  readonly #conversation: Conversation;
  readonly #session: Ratchet;
  readonly #reader: RecordReader;
  readonly #writer: RecordWriter;

  constructor(
    pieces: Pieces,
    conversation: Conversation,
    hello: Hello,
    decision: number,
    session: Ratchet,
    [reader, writer]: readonly [RecordReader, RecordWriter],
  ) {
    this.#pieces = pieces;
    this.#conversation = conversation;
    this.hello = hello;
    this.decision = decision;
    this.#session = session;
    this.#reader = reader;
    this.#writer = writer;
    conversation.follow(hello);
    this.ended = this.#listen();
    for (const plaintext of conversation.resend(hello)) this.seal(plaintext);
  }

  /** The stream that one's own HELLO named. */
  get own(): { stream: Bytes } {
    return { stream: this.#conversation.stream };
  }

  get session(): Ratchet {
    return this.#session;
  }

  send(text: string): void {
    this.seal(this.#conversation.write(text));
  }

  /** Gives a text its place in the stream and seals it, without sending it. */
  prepare(text: string): Bytes {
    return this.#session.seal(this.#conversation.write(text));
  }

  sendPrepared(message: Bytes | undefined): void {
    if (message !== undefined) this.sendFrame(frameTypes.ratchet, message);
  }

  sendRead(): void {
    this.seal(this.#conversation.writeRead());
  }

  /** A frame as it is. */
  sendFrame(type: number, body: Bytes): void {
    this.#pieces.writeRaw(this.#writer.write({ type, body }));
  }

  close(): Promise<void> {
    this.#pieces.close();
    return this.ended;
  }

  /** A plaintext of the ratchet as it is. */
  seal(plaintext: Bytes): void {
    this.sendFrame(frameTypes.ratchet, this.#session.seal(plaintext));
  }

  /** The plaintext of a record as it is, from frames on. */
  sendRecord(plaintext: Bytes): void {
    this.#pieces.writeRaw(this.#writer.writeRecord(plaintext));
  }

  /** A sealed record as it is. */
  sendPiece(piece: Bytes): void {
    this.#pieces.write(piece);
  }

  async #listen(): Promise<void> {
    for (let isFirst = true; ; isFirst = false) {
      const record = await this.#pieces.next();
      if (record === undefined) return;
      const frames = this.#reader.read(record);
      if (isFirst) this.#conversation.settle(this.#session);
      for (const { type, body } of frames) this.#take(type, body);
    }
  }

  #take(type: number, body: Bytes): void {
    if (type === frameTypes.ping) this.sendFrame(frameTypes.pong, body);
    else if (type === frameTypes.close) this.closes.push(body[0] ?? 0);
    else if (type === frameTypes.ratchet) {
      const answer = this.#conversation.take(this.#session.open(body));
      if (answer !== undefined) this.seal(answer);
    } else if (type !== frameTypes.pong && type !== frameTypes.addresses && type < 0x80) {
      throw new Error(`a frame of type ${type}`);
    }
  }
}

async function expect(pieces: Pieces, what: string): Promise<Bytes> {
  const piece = await pieces.next();
  if (piece === undefined) throw new Error(`the connection ended before ${what}`);
  return piece;
}

function begin(
  conversation: Conversation,
  keys: Keys,
  role: Role,
  salt: Bytes | undefined,
  ratchetKeys: { own: KeyPair; peer: Bytes },
): Ratchet {
  const { me, peer, random } = conversation;
  const tids = { own: me.tid, peer: peer.tid };
  const [tidI, tidR] = role === 'I' ? [me.tid, peer.tid] : [peer.tid, me.tid];
  return new Ratchet(newRoot(keys, tidI, tidR, salt), role, tids, ratchetKeys, random);
}

/** Runs the handshake as the initiator. @param flags what the HELLO asks for. */
export async function initiate(
  pieces: Pieces,
  conversation: Conversation,
  { flags = 0, port = 0 }: { flags?: number; port?: number } = {},
): Promise<Link> {
  const { me, peer, random } = conversation;
  const handshake = new Initiator(me, peer, { ephemeral: random(32), kemSeed: random(64) });
  pieces.write(handshake.writeM1());
  handshake.readM2(await expect(pieces, 'M2'));
  const own = x25519KeyPair(random(32));
  const m3 = handshake.writeM3((h) => {
    const slots = conversation.sessions.map((session) => conversation.slot(session, 'I', h));
    return writeHello({ ...conversation.hello(port, own.public), flags, decision: decisions.none, slots });
  });
  pieces.write(m3);
  const keys = handshake.split();
  const [reader, writer] = [new RecordReader(keys.kR), new RecordWriter(keys.kI)];
  const [frame, ...more] = reader.read(await expect(pieces, 'M4'));
  if (frame?.type !== frameTypes.hello || more.length > 0) throw new Error('M4 holds no HELLO alone');
  const theirs = readHello(frame.body);
  if (!equal(theirs.tid, peer.tid)) throw new Error('a HELLO of somebody else');
  const { decision, session: held } = conversation.confirm(theirs, keys.h);
  const session =
    decision === decisions.resume && held !== undefined
      ? held
      : begin(conversation, keys, 'I', held?.cs, { own, peer: theirs.ratchetKey });
  conversation.begin(session);
  const link = new Link(pieces, conversation, theirs, decision, session, [reader, writer]);
  link.sendFrame(frameTypes.ping, random(8));
  return link;
}

/** Runs the handshake as the responder. */
export async function respond(pieces: Pieces, conversation: Conversation, port: number): Promise<Link> {
  const { me, peer, random } = conversation;
  const handshake = new Responder(me, peer, { ephemeral: random(32), kemRandom: random(32) });
  if (!handshake.readM1(await expect(pieces, 'M1'))) throw new Error('the knock of somebody else');
  pieces.write(handshake.writeM2());
  const m3 = handshake.readM3(await expect(pieces, 'M3'));
  const theirs = readHello(m3.hello);
  if (!equal(theirs.tid, peer.tid)) throw new Error('a HELLO of somebody else');
  const keys = handshake.split();
  const { decision, session: held } = conversation.decide(theirs, m3.h);
  const own = x25519KeyPair(random(32));
  const session =
    decision === decisions.resume && held !== undefined
      ? held
      : begin(conversation, keys, 'R', held?.cs, { own, peer: theirs.ratchetKey });
  const slots = held === undefined ? [] : [conversation.slot(held, 'R', keys.h)];
  conversation.begin(session);
  const [reader, writer] = [new RecordReader(keys.kI), new RecordWriter(keys.kR)];
  const hello = { ...conversation.hello(port, own.public), flags: 0, decision, slots };
  pieces.writeRaw(writer.write({ type: frameTypes.hello, body: writeHello(hello) }));
  return new Link(pieces, conversation, theirs, decision, session, [reader, writer]);
}
