// Turns the columns of contacts and messages into the port's rows and back. Knows nothing of statements.

import type {
  ContactId,
  ContactRow,
  Content,
  IncomingRow,
  MessageRow,
  OutgoingRow,
  RowId,
} from '@loom/engine';

export interface ContactColumns {
  readonly id: ContactId;
  readonly token_payload: Uint8Array;
  readonly identity_key: Uint8Array;
  readonly static_key: Uint8Array;
  readonly display_name: string;
  readonly added_at: number;
  readonly own_stream: Uint8Array;
  readonly peer_stream: Uint8Array | null;
  readonly verified: 0 | 1;
  readonly next_seq: number;
  readonly acked_seq: number;
  readonly held: 0 | 1;
  readonly blocked: 0 | 1;
}

export type ContentColumns =
  | { readonly kind: 'text' | 'notice'; readonly content: string }
  | { readonly kind: 'unknown'; readonly content: Uint8Array };

type CommonColumns = ContentColumns & {
  readonly row_id: RowId;
  readonly contact_id: ContactId;
  readonly message_id: Uint8Array;
  readonly sent_at: number;
  readonly seq: number | null;
};

export type OutgoingColumns = CommonColumns & {
  readonly direction: 'out';
  readonly state: 'waiting' | 'delivered' | 'read';
};

export type IncomingColumns = CommonColumns & {
  readonly direction: 'in';
  readonly state: 'unread' | 'read';
  readonly stream: Uint8Array | null;
};

export type MessageColumns = OutgoingColumns | IncomingColumns;

export function contactRow(columns: ContactColumns): ContactRow {
  return {
    id: columns.id,
    tokenPayload: plainBytes(columns.token_payload),
    identityKey: plainBytes(columns.identity_key),
    staticKey: plainBytes(columns.static_key),
    displayName: columns.display_name,
    addedAt: columns.added_at,
    ownStream: plainBytes(columns.own_stream),
    verified: columns.verified === 1,
    held: columns.held === 1,
    blocked: columns.blocked === 1,
    nextSeq: columns.next_seq,
    ackedSeq: columns.acked_seq,
    peerStream: columns.peer_stream === null ? undefined : plainBytes(columns.peer_stream),
  };
}

export function messageRow(columns: MessageColumns): MessageRow {
  return columns.direction === 'out' ? outgoingRow(columns) : incomingRow(columns);
}

export function outgoingRow(columns: OutgoingColumns): OutgoingRow {
  return {
    ...messageBase(columns),
    direction: 'out',
    seq: columns.seq ?? undefined,
    progress: columns.state,
  };
}

export function incomingRow(columns: IncomingColumns): IncomingRow {
  const { stream, seq, state } = columns;
  return {
    ...messageBase(columns),
    direction: 'in',
    origin: stream === null || seq === null ? undefined : { stream: plainBytes(stream), seq },
    read: state === 'read',
  };
}

export function contentColumns(content: Content): ContentColumns {
  return content.kind === 'unknown'
    ? { kind: content.kind, content: content.body }
    : { kind: content.kind, content: content.text };
}

export function contentOf(columns: ContentColumns): Content {
  return columns.kind === 'unknown'
    ? { kind: columns.kind, body: plainBytes(columns.content) }
    : { kind: columns.kind, text: columns.content };
}

/** A Buffer slices and prints unlike the Uint8Array that the port promises. */
export function plainBytes(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function messageBase(columns: MessageColumns) {
  return {
    rowId: columns.row_id,
    contactId: columns.contact_id,
    messageId: plainBytes(columns.message_id),
    content: contentOf(columns),
    sentAt: columns.sent_at,
  };
}
