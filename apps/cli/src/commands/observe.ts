// `loom events`, `loom peers` and `loom status`: what the running engine tells of itself.
import type { Peer, Status } from '@loom/contract';
import { neutraliseLine } from '@loom/ui/text/neutralise';
import type { Context } from '../context.ts';
import { whileRead, withRunningEngine } from '../engine.ts';
import { clockTime, keyPlaces } from '../words.ts';

/** One JSON object a line, `{event, payload}`, until nobody reads it or the engine ends. */
export async function events(context: Context): Promise<void> {
  await withRunningEngine(context, async (door) => {
    door.on((event) => context.out.raw(event));
    await whileRead(door);
  });
}

export async function peers(context: Context): Promise<void> {
  await withRunningEngine(context, async (door) => {
    const found = await door.call('get_peers', {});
    context.out.result(found, () => found.map(peerLine));
    if (found.length === 0) context.out.note('No contact is in reach right now.');
  });
}

export async function status(context: Context): Promise<void> {
  await withRunningEngine(context, async (door) => {
    const now = await door.call('get_status', {});
    context.out.result(now, () => statusLines(now, context));
  });
}

function peerLine({ display_name: name, connected, addresses }: Peer): string {
  const places = addresses.map(
    ({ ip, port, source }) => `${ip.includes(':') ? `[${ip}]` : ip}:${port} (${source})`,
  );
  return `${neutraliseLine(name)}  ${connected ? 'connected' : 'heard'}  known at ${places.join(', ')}`;
}

function statusLines(
  { version, profile, has_identity, display_name, network, contacts, waiting, ...rest }: Status,
  context: Context,
): string[] {
  const name =
    display_name === undefined || display_name === '' ? 'has no name yet' : neutraliseLine(display_name);
  const why = network.reason === undefined ? '' : `: ${neutraliseLine(network.reason)}`;
  const air =
    network.air === undefined
      ? []
      : [`On the air ${network.air.name}, until ${clockTime(network.air.until)}`];
  const interfaces = network.interfaces.map(({ name: card, address }) => `${card} ${address}`).join(', ');
  return [
    `Loom       ${version}`,
    `Profile    ${neutraliseLine(profile)}`,
    `Identity   ${has_identity ? name : `none yet (${context.commandLine('identity new')})`}`,
    `Network    ${network.running ? `port ${network.port}` : `not running${why}`}`,
    `Discovery  ${network.discovery}${network.running ? why : ''}${interfaces === '' ? '' : ` (${interfaces})`}`,
    ...air,
    `Key        ${keyPlaces[rest.key_custody]}${rest.locked ? '; locked' : ''}`,
    `Contacts   ${contacts}`,
    `Waiting    ${waiting}`,
  ];
}
