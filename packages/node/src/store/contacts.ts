// The profile, the contacts, and what links with a contact need: sessions, ephemerals, addresses. Knows nothing of messages.

import {
  ADDRESSES_KEPT,
  type AddressRow,
  type AddressSource,
  EPHEMERALS_REMEMBERED,
  type ContactId,
  type SessionSlot,
  type Store,
} from '@loom/engine';
import type Database from 'better-sqlite3-multiple-ciphers';
import { type ContactColumns, contactRow, plainBytes } from './rows.ts';
import type { Present } from './deletion.ts';
import type { UnitOfWork } from './unit-of-work.ts';

type ProfileMethods = Pick<Store, 'readProfile' | 'createProfile' | 'renameProfile'>;

export function profileMethods(db: Database, unit: UnitOfWork): ProfileMethods {
  const select = db.prepare<
    [],
    { master_seed: Uint8Array; filler_key: Uint8Array; display_name: string; created_at: number }
  >('SELECT master_seed, filler_key, display_name, created_at FROM profile WHERE id = 1');
  const insert = db.prepare<[Uint8Array, Uint8Array, string, number]>(
    'INSERT INTO profile (id, master_seed, filler_key, display_name, created_at) VALUES (1, ?, ?, ?, ?)',
  );
  const rename = db.prepare<[string]>('UPDATE profile SET display_name = ? WHERE id = 1');

  return {
    readProfile() {
      const columns = unit.read(() => select.get());
      return (
        columns && {
          masterSeed: plainBytes(columns.master_seed),
          fillerKey: plainBytes(columns.filler_key),
          displayName: columns.display_name,
          createdAt: columns.created_at,
        }
      );
    },
    createProfile({ masterSeed, fillerKey, displayName, createdAt }) {
      unit.write(() => insert.run(masterSeed, fillerKey, displayName, createdAt));
    },
    renameProfile(displayName) {
      const { changes } = unit.write(() => rename.run(displayName));
      if (changes === 0) throw new Error('There is no profile to rename.');
    },
  };
}

type ContactMethods = Pick<Store, 'listContacts' | 'getContact' | 'addContact' | 'updateContact'>;

export function contactMethods(db: Database, unit: UnitOfWork, present: Present): ContactMethods {
  const selectAll = db.prepare<[], ContactColumns>(
    `SELECT * FROM contact WHERE token_payload <> x'' ORDER BY id`,
  );
  const select = db.prepare<[ContactId], ContactColumns>('SELECT * FROM contact WHERE id = ?');
  const insert = db.prepare<[Uint8Array, Uint8Array, Uint8Array, string, number, Uint8Array], ContactColumns>(
    `INSERT INTO contact (token_payload, identity_key, static_key, display_name, added_at, own_stream)
     VALUES (?, ?, ?, ?, ?, ?) RETURNING *`,
  );
  const update = db.prepare<[string, 0 | 1, 0 | 1, 0 | 1, number, number, Uint8Array | null, ContactId]>(
    `UPDATE contact SET display_name = ?, verified = ?, held = ?, blocked = ?, next_seq = ?, acked_seq = ?, peer_stream = ?
     WHERE id = ?`,
  );

  return {
    listContacts: () => unit.read(() => selectAll.all().map(contactRow)),
    getContact(id) {
      const columns = unit.read(() => select.get(present(id)));
      return columns && contactRow(columns);
    },
    addContact({ tokenPayload, identityKey, staticKey, displayName, addedAt, ownStream }) {
      const columns = unit.write(() =>
        insert.get(tokenPayload, identityKey, staticKey, displayName, addedAt, ownStream),
      );
      if (columns === undefined) throw new Error('An INSERT returned no row.');
      return contactRow(columns);
    },
    updateContact(id, patch) {
      unit.write(() => {
        const columns = select.get(present(id));
        if (columns === undefined) throw new Error('There is no such contact.');
        const after = { ...contactRow(columns), ...patch };
        const { displayName, nextSeq, ackedSeq, peerStream } = after;
        const flags = [after.verified, after.held, after.blocked].map((flag) => (flag ? 1 : 0));
        const [verified = 0, held = 0, blocked = 0] = flags;
        update.run(displayName, verified, held, blocked, nextSeq, ackedSeq, peerStream ?? null, id);
      });
    },
  };
}

type LinkMethods = Pick<
  Store,
  'readSession' | 'writeSession' | 'rememberEphemeral' | 'listAddresses' | 'rememberAddress' | 'forgetAddress'
>;

interface AddressColumns {
  readonly host: string;
  readonly port: number;
  readonly source: AddressSource;
  readonly last_good: number;
}

export function linkMethods(db: Database, unit: UnitOfWork, present: Present): LinkMethods {
  const selectSession = db
    .prepare<[ContactId, SessionSlot], Uint8Array>(
      'SELECT session FROM session WHERE contact_id = ? AND slot = ?',
    )
    .pluck();
  const putSession = db.prepare<[ContactId, SessionSlot, Uint8Array]>(
    `INSERT INTO session (contact_id, slot, session) VALUES (?, ?, ?)
     ON CONFLICT (contact_id, slot) DO UPDATE SET session = excluded.session`,
  );
  const removeSession = db.prepare<[ContactId, SessionSlot]>(
    'DELETE FROM session WHERE contact_id = ? AND slot = ?',
  );
  const insertEphemeral = db
    .prepare<[{ id: ContactId; hash: Uint8Array }], number>(
      `INSERT INTO ephemeral (contact_id, place, hash)
       VALUES ($id, coalesce((SELECT max(place) FROM ephemeral WHERE contact_id = $id), 0) + 1, $hash)
       ON CONFLICT (contact_id, hash) DO NOTHING RETURNING place`,
    )
    .pluck();
  const forgetEphemeral = db.prepare<[ContactId, number]>(
    'DELETE FROM ephemeral WHERE contact_id = ? AND place = ?',
  );
  const selectAddresses = db.prepare<[ContactId], AddressColumns>(
    `SELECT host, port, source, last_good FROM address WHERE contact_id = ?
     ORDER BY last_good DESC, recency DESC`,
  );
  const putAddress = db.prepare<[AddressRow & { id: ContactId }]>(
    `INSERT INTO address (contact_id, host, port, source, last_good, recency)
     VALUES ($id, $host, $port, $source, $lastGood,
       coalesce((SELECT max(recency) FROM address WHERE contact_id = $id), 0) + 1)
     ON CONFLICT (contact_id, host, port) DO UPDATE
     SET source = excluded.source, last_good = excluded.last_good, recency = excluded.recency`,
  );
  const dropAddress = db.prepare<[ContactId, string, number]>(
    'DELETE FROM address WHERE contact_id = ? AND host = ? AND port = ?',
  );
  const dropAddresses = db.prepare<[{ id: ContactId; host: string; port: number; others: number }]>(
    `DELETE FROM address WHERE contact_id = $id AND (host, port) IN (
       SELECT host, port FROM address WHERE contact_id = $id AND (host, port) <> ($host, $port)
       ORDER BY last_good DESC, recency DESC LIMIT -1 OFFSET $others
     )`,
  );

  return {
    readSession(id, slot) {
      const session = unit.read(() => selectSession.get(present(id), slot));
      return session && plainBytes(session);
    },
    writeSession(id, slot, session) {
      unit.write(() => {
        if (session === undefined) removeSession.run(present(id), slot);
        else putSession.run(present(id), slot, session);
      });
    },
    rememberEphemeral(contactId, hash) {
      return unit.write(() => {
        const id = present(contactId);
        const place = insertEphemeral.get({ id, hash });
        if (place === undefined) return false;
        forgetEphemeral.run(id, place - EPHEMERALS_REMEMBERED);
        return true;
      });
    },
    listAddresses: (id) =>
      unit.read(() =>
        selectAddresses
          .all(present(id))
          .map(({ last_good, ...address }) => ({ ...address, lastGood: last_good })),
      ),
    rememberAddress(contactId, { host, port, source, lastGood }) {
      unit.write(() => {
        const id = present(contactId);
        putAddress.run({ id, host, port, source, lastGood });
        dropAddresses.run({ id, host, port, others: ADDRESSES_KEPT - 1 });
      });
    },
    forgetAddress(id, { host, port }) {
      unit.write(() => dropAddress.run(present(id), host, port));
    },
  };
}
