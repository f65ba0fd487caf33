// The machine's interfaces and its UDP sockets on the mDNS port (RFC 6762 section 3). Knows nothing of what is sent.

import { createSocket, type Socket } from 'node:dgram';
import { readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import type { Log } from '@loom/engine';
import { defaultRouteInterfaces } from '../host/default-route.ts';
import type { HostNetwork, MulticastSocket, SocketEvents } from './host-network.ts';
import type { Family, HostInterface } from './interfaces.ts';

export const MDNS_PORT = 5353;
const GROUP = { 4: '224.0.0.251', 6: 'ff02::fb' } as const;

/** `IFF_POINTOPOINT` of Linux. */
const POINT_TO_POINT_FLAG = 0x10;
/** Where no flags can be read: tunnels by the names that macOS gives them, and its links between Apple devices. */
const TUNNEL_NAME = /^(utun|ppp|ipsec|gif|stf|awdl|llw)\d+$/;

export function systemNetwork(log: Log): HostNetwork {
  return { interfaces: listInterfaces, open: (card, family, events) => open(card, family, events, log) };
}

export function listInterfaces(): HostInterface[] {
  const defaultRoutes = defaultRouteInterfaces();
  return Object.entries(networkInterfaces()).map(([name, addresses = []]) => ({
    name,
    scopeId: addresses.find((address) => address.family === 'IPv6' && address.scopeid > 0)?.scopeid ?? 0,
    isLoopback: addresses.some(({ internal }) => internal),
    isPointToPoint: isPointToPoint(name),
    isDefaultRoute: defaultRoutes.has(name),
    addresses: addresses.map(({ family, address, cidr }) => ({
      family: family === 'IPv4' ? 4 : 6,
      address,
      prefixLength: Number(cidr?.split('/')[1] ?? (family === 'IPv4' ? 32 : 128)),
    })),
  }));
}

function isPointToPoint(name: string): boolean {
  const flags = readIfThere(`/sys/class/net/${name}/flags`);
  return flags === undefined ? TUNNEL_NAME.test(name) : (Number(flags) & POINT_TO_POINT_FLAG) !== 0;
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1').trim();
  } catch {
    return undefined;
  }
}

async function open(
  card: HostInterface,
  family: Family,
  events: SocketEvents,
  log: Log,
): Promise<MulticastSocket> {
  const where = `${card.name} (IPv${family})`;
  const local = family === 6 ? `::%${card.name}` : card.addresses.find((a) => a.family === 4)?.address;
  const socket = createSocket({ type: `udp${family}`, reuseAddr: true, ipv6Only: family === 6 });
  try {
    await bindShared(socket, family);
    // Never bound to the interface's own address: Linux would then hear no multicast.
    socket.addMembership(GROUP[family], local);
    socket.setMulticastInterface(local ?? '');
    socket.setMulticastTTL(255);
    socket.setMulticastLoopback(true);
  } catch (error) {
    socket.close();
    throw error;
  }
  let isOpen = true;
  function close(): void {
    if (isOpen) socket.close();
    isOpen = false;
  }
  socket.on('error', (error) => {
    log('debug', `mDNS socket on ${where} failed: ${codeOf(error)}`);
    close();
    events.onFailed();
  });
  socket.on('message', (bytes, { address, port }) => {
    // Who does not speak from the mDNS port is no mDNS responder (RFC 6762 sections 6 and 6.7).
    if (port === MDNS_PORT) events.onPacket(bytes, address);
  });
  const group = family === 6 ? `${GROUP[6]}%${card.name}` : GROUP[4];
  let hasExplained = false;
  return {
    close,
    send(packet) {
      if (!isOpen) return;
      socket.send(packet, MDNS_PORT, group, (error) => {
        if (!error) return;
        log('debug', `mDNS could not send on ${where}: ${codeOf(error)}`);
        events.onSendFailed?.();
        if (process.platform !== 'darwin' || codeOf(error) !== 'EHOSTUNREACH' || hasExplained) return;
        hasExplained = true;
        log(
          'warn',
          'macOS may be keeping Loom off the local network: see System Settings, Privacy & Security.',
        );
      });
    },
    isMember() {
      if (!isOpen) return false;
      try {
        // Joining again fails as long as the membership stands.
        socket.addMembership(GROUP[family], local);
        return false;
      } catch {
        return true;
      }
    },
  };
}

/** Shares the mDNS port with other responders of this machine. @throws the system's error */
export function bindShared(socket: Socket, family: Family): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.bind({ address: family === 6 ? '::' : '0.0.0.0', port: MDNS_PORT, exclusive: false }, () => {
      socket.off('error', reject);
      resolve();
    });
  });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
