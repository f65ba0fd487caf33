// From facts to findings: what is right and wrong, in words, and what to do about it. Pure: knows nothing of how the facts were
// found.
import { checkId, type Check } from '@loom/contract';
import type { Facts, HeardFact } from './facts.ts';
import { judgeMachine } from './machine.ts';
import { check, count, duration, fault, ok, unknown, warning, type Finding } from './words.ts';

const EPOCH_MS = 15 * 60_000;

/** All checks, in the contract's order. */
export function judge(facts: Facts): Check[] {
  const checks = [
    check('engine', engine(facts)),
    check('copy', copy(facts)),
    ...judgeMachine(facts),
    check('discovery', discovery(facts)),
    check('heard', heard(facts)),
    check('isolation', isolation(facts)),
    check('port', port(facts)),
    check('reachable', reachable(facts)),
    check('clock', clock(facts.heard)),
  ];
  return checkId.options.flatMap((id) => checks.filter((each) => each.id === id));
}

const notRunning = unknown('Only a Loom that runs can tell.');
const notListening = unknown('Loom does not listen now.');

function engine({ profile, network }: Facts): Finding {
  if (network.state === 'listening') return ok('Loom runs for this profile, and alone.');
  switch (profile) {
    case 'missing':
      return warning(
        'There is no such profile here, so Loom does not run for it.',
        'Make an identity first (loom identity new), or name another profile (--profile).',
      );
    case 'held':
      return fault(
        'Another process holds this profile, and does not answer.',
        'End that process (a Loom that hangs, or one of another user), then start Loom again.',
      );
    case 'without-identity':
      return warning(
        'This profile has no identity yet, so Loom is not on the network.',
        'Make an identity first (loom identity new).',
      );
    case 'with-identity':
      break;
  }
  if (network.state === 'failed') return fault('Loom runs, but not on the network.', 'See the port below.');
  return warning(
    'Loom does not run for this profile, so part of this could not be checked.',
    'Start it (loom start, or loom daemon) and ask the doctor again.',
  );
}

function discovery({ network, discovery: found }: Facts): Finding {
  if (network.state !== 'listening') return notRunning;
  switch (found.state) {
    case 'on':
      return ok('Loom announces itself and listens.');
    case 'off':
      return warning(
        'Discovery is switched off: nobody is found by themselves.',
        'Start Loom without --no-mdns, or give addresses by hand.',
      );
    case 'failed':
      return fault(
        `Discovery could not be started: ${found.reason.replace(/\.$/, '')}.`,
        'Mend what is said under mdns-port, or give addresses by hand.',
      );
  }
}

/** No fault: everybody on the network can repeat what he hears. */
function copy({ network, discovery: { state }, copies: [found] }: Facts): Finding {
  if (network.state !== 'listening' || state !== 'on') return notListening;
  if (found === undefined) return ok('No second copy of this profile is heard.');
  return warning(
    `At ${found.host}, port ${found.port}, a Loom announces itself as this profile: a second copy of it runs there, or somebody repeats what this device announces.`,
    'Never run two copies at once: end that one, or this one. If there is no copy, nothing need be done: who repeats an announcement can neither read nor write for you.',
  );
}

function heard({ network, discovery: { state }, heard: others, contacts, connected }: Facts): Finding {
  if (network.state !== 'listening' || state !== 'on') return notListening;
  const known = others.filter(({ isContact }) => isContact).length;
  if (others.length > 0) {
    return ok(
      `${count(others.length, 'other Loom')} ${others.length === 1 ? 'is' : 'are'} heard on this network, ${known} of them contacts.`,
    );
  }
  if (contacts > 0 && connected === contacts)
    return ok('No other Loom is heard, but every contact is connected.');
  return warning(
    'No other Loom is heard on this network.',
    'See that the others run Loom on the same network (not a guest Wi-Fi). If they do, the network may drop multicast: search it, or give an address by hand.',
  );
}

function isolation({ heard: others, connected }: Facts): Finding {
  const tried = others.filter(({ door }) => door !== 'not-tried');
  const opened = tried.filter(({ door }) => door === 'opened').length;
  if (opened > 0) return ok(`${opened} of ${count(tried.length, 'Loom')} heard can be connected to.`);
  if (connected > 0)
    return ok(`${count(connected, 'contact')} of other devices ${connected === 1 ? 'is' : 'are'} connected.`);
  if (tried.length === 0) return unknown('No other Loom is heard that could be tried.');
  if (tried.every(({ door }) => door === 'refused')) {
    return warning(
      `${count(tried.length, 'Loom')} heard, but nothing listens there any more.`,
      'See whether Loom still runs there; what is heard outlives it by two minutes.',
    );
  }
  return fault(
    `${count(tried.length, 'Loom')} heard, but no connection to any of them goes through.`,
    'The network keeps its devices apart (“client isolation”, usual in guest Wi-Fi), or a firewall does so there. Use another network, or switch isolation off in the router.',
  );
}

function port({ network }: Facts): Finding {
  if (network.state === 'not-started') return notRunning;
  if (network.state === 'failed')
    return fault(network.reason, 'End the other program, or start Loom with another --port.');
  const { port: ours, defaultPort } = network;
  if (ours === defaultPort) return ok(`Loom listens on TCP port ${ours}.`);
  return warning(
    `Loom listens on TCP port ${ours}, not on ${defaultPort}: that one is taken on this device, or another was asked for.`,
    `Contacts who don’t hear this device need the port with its address. To get ${defaultPort}, end the program that holds it and start Loom again.`,
  );
}

function reachable({ network, reach }: Facts): Finding {
  if (network.state !== 'listening') return notRunning;
  switch (reach) {
    case 'reached':
      return ok('A contact has opened a connection to this device.');
    case 'opened':
      return ok(`A contact tried TCP port ${network.port} of this device, and it opened.`);
    case 'refused':
    case 'no-answer':
      return fault(
        `A contact tried TCP port ${network.port} of this device and ${reach === 'refused' ? 'was refused' : 'got no answer'}: a firewall keeps incoming connections out.`,
        `Allow Loom (incoming TCP port ${network.port}) in this device’s firewall. Until then only this device can open connections.`,
      );
    case 'not-asked':
    case 'not-tried':
      return unknown('No contact on another device is connected who could try it just now.');
  }
}

/** By the beacons’ epochs: those of contacts where there are any, for anybody can forge the others. */
function clock(others: readonly HeardFact[]): Finding {
  const contacts = others.filter(({ isContact }) => isContact);
  const asked = (contacts.length > 0 ? contacts : others).map(({ epochsAhead }) => epochsAhead);
  const middle = asked.toSorted((a, b) => a - b)[Math.floor(asked.length / 2)];
  if (middle === undefined) return unknown('No other Loom is heard whose clock could be compared.');
  if (Math.abs(middle) <= 1) return ok('This device’s clock agrees with those of the others.');
  const side = middle > 0 ? 'behind' : 'ahead of';
  const whose =
    asked.length === 1 ? 'that of the other Loom that is heard' : 'those of the other Looms that are heard';
  return fault(
    `This device’s clock is about ${duration(Math.abs(middle) * EPOCH_MS)} ${side} ${whose}.`,
    'Set the clock here, or there where it is the wrong one; best by letting the system set it by itself.',
  );
}
