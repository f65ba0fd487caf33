// `loom identity new` and `loom identity show`.
import { keyHex } from '@loom/contract';
import type { Context } from '../context.ts';
import { withEngine } from '../engine.ts';
import { neutraliseLine } from '@loom/ui/text/neutralise';

export async function newIdentity(context: Context, options: { name?: string }): Promise<void> {
  await withEngine(context, { network: false, newProfile: true }, async ({ door }) => {
    const token = await door.call('generate_new_identity', options);
    context.out.result({ token }, () => [token]);
    context.out.note(
      `This is your token. Give it to those who are to reach you, and add theirs: ${context.commandLine('contact add TOKEN NAME')}`,
    );
  });
}

export async function showIdentity(context: Context): Promise<void> {
  await withEngine(context, { network: false }, async ({ door }) => {
    const token = await door.call('get_my_token', {});
    const { identity_key: key } = await door.call('parse_token', { token_str: token });
    const { display_name: name } = await door.call('get_status', {});
    context.out.result({ ...(name !== undefined && { name }), public_key: key, token }, () => [
      `Name   ${name === undefined || name === '' ? 'none yet' : neutraliseLine(name)}`,
      `Key    ${keyHex(key)}`,
      `Token  ${token}`,
    ]);
  });
}
