// Listens to multicast DNS for the instances of `_loom._tcp.local`: RFC 6762 and RFC 1035, as little of them as it takes.
// Knows nothing of what a TXT record means.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { networkInterfaces } from 'node:os';
import { Reader, join, u16, type Bytes } from './bytes.ts';

export interface Instance {
  readonly port: number;
  readonly txt: readonly Bytes[];
}

interface Resource {
  readonly owner: string;
  readonly type: number;
  readonly data: Bytes;
}

const service = '_loom._tcp.local';
const [group, mdnsPort] = ['224.0.0.251', 5353];
const types = { ptr: 12, txt: 16, srv: 33 };

/** Asks once, and listens until an instance fits. */
export async function findInstance(isMeant: (instance: Instance) => boolean): Promise<Instance> {
  const socket = createSocket({ type: 'udp4', reuseAddr: true });
  try {
    socket.bind(mdnsPort);
    await once(socket, 'listening');
    const addresses = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
    for (const { address } of addresses.filter(({ family }) => family === 'IPv4')) {
      socket.addMembership(group, address);
      socket.setMulticastInterface(address);
      socket.send(question(), mdnsPort, group);
    }
    for (;;) {
      const [packet] = (await once(socket, 'message')) as [Uint8Array];
      const found = instancesOf(resourcesOf(new Uint8Array(packet))).find(isMeant);
      if (found !== undefined) return found;
    }
  } finally {
    socket.close();
  }
}

function question(): Bytes {
  const name = join(...service.split('.').map((label) => join(label.length, label)), 0);
  return join(u16(0), u16(0), u16(1), u16(0), u16(0), u16(0), name, u16(types.ptr), u16(1));
}

function instancesOf(resources: readonly Resource[]): Instance[] {
  return resources
    .filter(({ owner, type }) => type === types.txt && owner.endsWith(`.${service}`))
    .flatMap(({ owner, data }) => {
      const srv = resources.find((each) => each.type === types.srv && each.owner === owner);
      return srv === undefined ? [] : [{ port: portOf(srv.data), txt: stringsOf(data) }];
    });
}

/** Priority u16, weight u16, port u16, target. */
const portOf = (srv: Bytes): number => (srv[4] ?? 0) * 256 + (srv[5] ?? 0);

function stringsOf(data: Bytes): Bytes[] {
  const strings: Bytes[] = [];
  for (let at = 0; at < data.length; at += 1 + (data[at] ?? 0)) {
    strings.push(data.slice(at + 1, at + 1 + (data[at] ?? 0)));
  }
  return strings;
}

function resourcesOf(packet: Bytes): Resource[] {
  const header = new Reader(packet.slice(0, 12));
  const [, , questions, ...answers] = Array.from({ length: 6 }, () => header.u16());
  let at = 12;
  for (let i = 0; i < (questions ?? 0); i++) at = nameAt(packet, at).end + 4;
  const resources: Resource[] = [];
  for (let i = answers.reduce((sum, count) => sum + count, 0); i > 0; i--) {
    const { name, end } = nameAt(packet, at);
    const fixed = new Reader(packet.slice(end, end + 10));
    const [type] = [fixed.u16(), fixed.u16(), fixed.u32()];
    const size = fixed.u16();
    resources.push({ owner: name, type, data: packet.slice(end + 10, end + 10 + size) });
    at = end + 10 + size;
  }
  return resources;
}

/** A domain name, whose tail may be a pointer to an earlier one (RFC 1035 section 4.1.4). */
function nameAt(packet: Bytes, start: number): { name: string; end: number } {
  const size = packet[start] ?? 0;
  if (size === 0) return { name: '', end: start + 1 };
  if (size >= 0xc0)
    return { name: nameAt(packet, (size % 64) * 256 + (packet[start + 1] ?? 0)).name, end: start + 2 };
  const label = Buffer.from(packet.slice(start + 1, start + 1 + size)).toString('ascii');
  const rest = nameAt(packet, start + 1 + size);
  return { name: rest.name === '' ? label : `${label}.${rest.name}`, end: rest.end };
}
