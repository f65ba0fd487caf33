// Reads `--address` as people write it. The engine judges whether the IP is one.
import { readAddress, type TypedAddress } from '@loom/ui/text/address';
import { CommandError } from './failures.ts';

/** @throws CommandError `usage` */
export function readAddressOption(text: string): TypedAddress {
  const address = readAddress(text);
  if (address !== undefined) return address;
  throw new CommandError(
    'usage',
    `--address takes an IP address or a host’s name, with or without a port, like 192.168.1.20, ines.local:47113 or [fe80::1%eth0]:47113, not “${text}”.`,
  );
}
