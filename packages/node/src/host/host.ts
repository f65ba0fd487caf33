// This machine behind the engine's Host port. Knows nothing of Loom's own traffic.

import { lookup } from 'node:dns/promises';
import { networkInterfaces } from 'node:os';
import type { Clock, Host, Log, Random } from '@loom/engine';
import { chooseInterfaces } from '../mdns/interfaces.ts';
import { listInterfaces, systemNetwork } from '../mdns/system-network.ts';
import { surveyMachine } from './survey.ts';

/** A name server that does not answer keeps getaddrinfo waiting for much longer. */
const RESOLVE_MS = 3_000;

export interface HostOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

export function systemHost({ clock, random, log }: HostOptions): Host {
  const network = systemNetwork(log);
  return {
    addresses: () =>
      chooseInterfaces(listInterfaces())
        .filter(({ isLoopback }) => !isLoopback)
        .flatMap(({ name, addresses }) =>
          addresses.map(({ address, prefixLength }) => ({ name, address, prefixLength })),
        ),
    holds(address) {
      const plain = address.replace(/%.*$/, '');
      if (plain.startsWith('127.')) return true;
      return Object.values(networkInterfaces()).some((each) =>
        each?.some(({ address: own }) => own === plain),
      );
    },
    resolve: (name) => resolve(name, clock),
    survey: () => surveyMachine({ network, clock, random }),
  };
}

async function resolve(name: string, clock: Clock): Promise<string[]> {
  const late = Promise.withResolvers<string[]>();
  const timer = clock.after(RESOLVE_MS, () => late.resolve([]));
  const found = lookup(name, { all: true }).then(
    (addresses) => addresses.map(({ address }) => address),
    () => [],
  );
  const addresses = await Promise.race([found, late.promise]);
  timer.cancel();
  return addresses;
}
