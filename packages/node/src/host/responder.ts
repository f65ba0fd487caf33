// Which other program of this machine has the mDNS port open, where the system lets us see it: Linux, and names of other people's
// programs only for root. Knows nothing of mDNS.

import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { MDNS_PORT } from '../mdns/system-network.ts';

/** Programs that answer for the whole machine; other Looms and browsers also open the port, and nobody need know. */
const RESPONDER = /avahi|mdns|resolve|bonjour/i;

/** @param isShared then only well-known responders are worth a word. */
export function otherResponder(isShared: boolean): string | undefined {
  const inodes = new Set(['udp', 'udp6'].flatMap(inodesOnMdnsPort));
  if (inodes.size === 0) return undefined;
  const names = processesWith(inodes);
  return names.find((name) => RESPONDER.test(name)) ?? (isShared ? undefined : names[0]);
}

/** Inodes of the sockets bound there, in our network namespace. */
function inodesOnMdnsPort(table: string): string[] {
  const port = `:${MDNS_PORT.toString(16).toUpperCase().padStart(4, '0')}`;
  return read(`/proc/net/${table}`)
    .split('\n')
    .flatMap((line) => {
      const fields = line.trim().split(/\s+/);
      return fields[1]?.endsWith(port) === true ? [fields[9] ?? ''] : [];
    });
}

function processesWith(inodes: ReadonlySet<string>): string[] {
  const pids = list('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  return pids.flatMap((pid) => {
    const holds = list(`/proc/${pid}/fd`).some((fd) => {
      const inode = /^socket:\[(\d+)\]$/.exec(link(`/proc/${pid}/fd/${fd}`))?.[1];
      return inode !== undefined && inodes.has(inode);
    });
    return holds ? [read(`/proc/${pid}/comm`).trim()] : [];
  });
}

function read(path: string): string {
  return orNothing(() => readFileSync(path, 'utf8'), '');
}

function list(path: string): string[] {
  return orNothing(() => readdirSync(path), []);
}

function link(path: string): string {
  return orNothing(() => readlinkSync(path), '');
}

/** What is gone meanwhile, or somebody else's, is as good as not there. */
function orNothing<T>(look: () => T, nothing: T): T {
  try {
    return look();
  } catch {
    return nothing;
  }
}
