// Listens to multicast DNS for the instances of `_loom._tcp.local`: RFC 6762 and RFC 1035, as little of them as it takes.
// Knows nothing of what a TXT record means.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { networkInterfaces } from 'node:os';
import { join, Reader, u16, u32, type Bytes } from './bytes.ts';

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
const ttlSeconds = 120;
const [group, mdnsPort] = ['224.0.0.251', 5353];
const types = { a: 1, ptr: 12, txt: 16, srv: 33 };

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

/** Announces an instance on loopback, once. */
export async function announce(name: string, { port, txt }: Instance): Promise<void> {
  const socket = createSocket({ type: 'udp4', reuseAddr: true });
  try {
    socket.bind(mdnsPort);
    await once(socket, 'listening');
    socket.setMulticastInterface('127.0.0.1');
    await new Promise((resolve) => {
      socket.send(response(name, { port, txt }), mdnsPort, group, resolve);
    });
  } finally {
    socket.close();
  }
}

const nameOf = (domain: string): Bytes =>
  join(...domain.split('.').map((label) => join(label.length, label)), 0);

const question = (): Bytes =>
  join(u16(0), u16(0), u16(1), u16(0), u16(0), u16(0), nameOf(service), u16(types.ptr), u16(1));

function response(name: string, { port, txt }: Instance): Bytes {
  const [instance, host] = [`${name}.${service}`, `${name}.local`];
  const records = [
    resource(service, types.ptr, 1, nameOf(instance)),
    resource(instance, types.srv, 0x8001, join(u16(0), u16(0), u16(port), nameOf(host))),
    resource(instance, types.txt, 0x8001, join(...txt.map((each) => join(each.length, each)))),
    resource(host, types.a, 0x8001, join(127, 0, 0, 1)),
  ];
  return join(u16(0), u16(0x8400), u16(0), u16(records.length), u16(0), u16(0), ...records);
}

/** @param kind the class, 1, with the bit 0x8000 where the record replaces others. */
const resource = (owner: string, type: number, kind: number, data: Bytes): Bytes =>
  join(nameOf(owner), u16(type), u16(kind), u32(ttlSeconds), u16(data.length), data);

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
