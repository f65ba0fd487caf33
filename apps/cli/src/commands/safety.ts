// `loom safety`, `verify` and `accept`: how people make sure that a contact is who they think.
import type { SafetyNumber } from '@loom/contract';
import type { Context } from '../context.ts';
import { withEngine } from '../engine.ts';
import { findContact } from '../who.ts';
import { nameOf } from '../words.ts';

const columns = 6;

export async function safety(context: Context, who: string): Promise<void> {
  await withEngine(context, { network: false }, async ({ door }) => {
    const contact = await findContact(door, who);
    const number = await door.call('get_safety_number', { contact_pub_key: contact.public_key });
    const { qrLines } = await import('../qr.ts');
    context.out.result({ ...number, verified: contact.verified }, () => [
      ...qrLines(number.qr),
      '',
      ...digitRows(number),
      '',
      ...symbolRows(number),
      '',
    ]);
    const name = nameOf(contact);
    context.out.note(
      contact.verified
        ? `${name} is verified.`
        : `Compare with ${name}, face to face or by voice; one of the forms is enough. If it is the same: ${context.commandLine('verify NAME')}`,
    );
  });
}

function digitRows({ digits }: SafetyNumber): string[] {
  return rows(digits.match(/.{5}/g) ?? []).map((row) => row.join(' '));
}

function symbolRows({ symbols }: SafetyNumber): string[] {
  const named = symbols.map(({ emoji, name }) => `${emoji} ${name}`);
  const width = Math.max(...symbols.map(({ name }) => name.length));
  return rows(named).map((row) =>
    row
      .map((symbol) => symbol.padEnd(width + 4))
      .join('')
      .trimEnd(),
  );
}

function rows<T>(items: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(items.length / columns) }, (_, row) =>
    items.slice(row * columns, (row + 1) * columns),
  );
}

export async function verify(context: Context, who: string, options: { undo?: boolean }): Promise<void> {
  await withEngine(context, { network: false }, async ({ door }) => {
    const { public_key: key } = await findContact(door, who);
    const verified = options.undo !== true;
    await door.call('mark_verified', { contact_pub_key: key, verified });
    const contact = await findContact(door, who);
    context.out.result(contact, () => [
      verified ? `${nameOf(contact)} is verified.` : `${nameOf(contact)} is not verified any more.`,
    ]);
  });
}

export async function accept(context: Context, who: string): Promise<void> {
  await withEngine(context, { network: false }, async ({ door }) => {
    const before = await findContact(door, who);
    await door.call('accept_new_session', {
      contact_pub_key: before.public_key,
      ...(before.session_id !== undefined && { session_id: before.session_id }),
    });
    const contact = await findContact(door, who);
    const name = nameOf(contact);
    context.out.result(contact, () => [
      before.held
        ? `The new session with ${name} is accepted; what was held leaves now.`
        : `Nothing was held for ${name}: there is no new session to accept.`,
    ]);
  });
}
