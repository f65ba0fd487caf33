// Which addresses lie beside our own, on a network that one of our interfaces is on. Knows nothing of where either comes from.
import { parseAddress } from '@loom/protocol';
import type { OwnAddress } from '../ports/index.ts';

/** The interface on whose network this address lies; undefined where it lies behind a router, or is no address. */
export function interfaceBeside(host: string, own: readonly OwnAddress[]): string | undefined {
  const address = parseAddress(host);
  if (address === undefined) return undefined;
  return own.find((each) => {
    const base = parseAddress(each.address);
    return base !== undefined && sharePrefix(base, address, each.prefixLength);
  })?.name;
}

export function isLinkLocalIpv6(host: string): boolean {
  return /^fe[89ab][0-9a-f]:/i.test(host);
}

function sharePrefix(a: Uint8Array, b: Uint8Array, bits: number): boolean {
  if (a.length !== b.length) return false;
  return a.every((byte, index) => {
    const shift = Math.min(8, Math.max(0, 8 - (bits - 8 * index)));
    return byte >> shift === (b[index] ?? 0) >> shift;
  });
}
