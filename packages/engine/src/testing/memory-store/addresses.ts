// The addresses of one contact, best first, as the store's port has them.
import type { Address } from '../../ports/network.ts';
import { ADDRESSES_KEPT, type AddressRow } from '../../ports/store.ts';

export function withAddress(rows: readonly AddressRow[], address: AddressRow): AddressRow[] {
  const others = withoutAddress(rows, address).slice(0, ADDRESSES_KEPT - 1);
  return [{ ...address }, ...others].toSorted((a, b) => b.lastGood - a.lastGood);
}

export function withoutAddress(rows: readonly AddressRow[], { host, port }: Address): AddressRow[] {
  return rows.filter((row) => row.host !== host || row.port !== port);
}
