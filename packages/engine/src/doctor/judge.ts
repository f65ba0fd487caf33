// From facts to findings: what is right and wrong. Pure: knows nothing of how the facts were
// found.
import { checkId, type Check, type Finding } from '@loom/contract';
import type { Facts, HeardFact } from './facts.ts';
import { judgeMachine } from './machine.ts';
import { check } from './words.ts';

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

const notRunning: Finding = { code: 'only-running-tells' };
const notListening: Finding = { code: 'not-listening' };

function engine({ profile, network }: Facts): Finding {
  if (network.state === 'listening') return { code: 'engine-runs' };
  switch (profile) {
    case 'missing':
      return { code: 'profile-missing' };
    case 'held':
      return { code: 'profile-held' };
    case 'without-identity':
      return { code: 'identity-missing' };
    case 'with-identity':
      break;
  }
  return { code: network.state === 'failed' ? 'network-failed' : 'engine-not-running' };
}

function discovery({ network, discovery: found }: Facts): Finding {
  if (network.state !== 'listening') return notRunning;
  switch (found.state) {
    case 'on':
      return { code: 'discovery-on' };
    case 'off':
      return { code: 'discovery-off' };
    case 'failed':
      return { code: 'discovery-failed', reason: found.reason };
  }
}

/** No fault: everybody on the network can repeat what he hears. */
function copy({ network, discovery: { state }, copies: [found] }: Facts): Finding {
  if (network.state !== 'listening' || state !== 'on') return notListening;
  if (found === undefined) return { code: 'copy-none' };
  return { code: 'copy-heard', host: found.host, port: found.port };
}

function heard({ network, discovery: { state }, heard: others, contacts, connected }: Facts): Finding {
  if (network.state !== 'listening' || state !== 'on') return notListening;
  const known = others.filter(({ isContact }) => isContact).length;
  if (others.length > 0) return { code: 'others-heard', others: others.length, contacts: known };
  if (contacts > 0 && connected === contacts) return { code: 'others-connected' };
  return { code: 'others-none' };
}

function isolation({ heard: others, connected }: Facts): Finding {
  const doors = others.filter(({ door }) => door !== 'not-tried');
  const tried = doors.length;
  const opened = doors.filter(({ door }) => door === 'opened').length;
  if (opened > 0) return { code: 'doors-open', opened, tried };
  if (connected > 0) return { code: 'contacts-connected', connected };
  if (tried === 0) return { code: 'doors-untried' };
  return { code: doors.every(({ door }) => door === 'refused') ? 'doors-stale' : 'doors-closed', tried };
}

function port({ network }: Facts): Finding {
  if (network.state === 'not-started') return notRunning;
  if (network.state === 'failed') return { code: 'port-failed', fault: network.fault };
  const { port: ours, defaultPort: usual } = network;
  return ours === usual ? { code: 'port-usual', port: ours } : { code: 'port-other', port: ours, usual };
}

function reachable({ network, reach }: Facts): Finding {
  if (network.state !== 'listening') return notRunning;
  switch (reach) {
    case 'reached':
      return { code: 'reached-by-contact' };
    case 'opened':
      return { code: 'reached-on-trial', port: network.port };
    case 'refused':
    case 'no-answer':
      return { code: 'reached-not', port: network.port, answer: reach };
    case 'not-asked':
    case 'not-tried':
      return { code: 'reach-untried' };
  }
}

/** By the beacons’ epochs: those of contacts where there are any, for anybody can forge the others. */
function clock(others: readonly HeardFact[]): Finding {
  const contacts = others.filter(({ isContact }) => isContact);
  const asked = (contacts.length > 0 ? contacts : others).map(({ epochsAhead }) => epochsAhead);
  const middle = asked.toSorted((a, b) => a - b)[Math.floor(asked.length / 2)];
  if (middle === undefined) return { code: 'clock-unknown' };
  if (Math.abs(middle) <= 1) return { code: 'clock-agrees' };
  return {
    code: 'clock-off',
    ms: Math.abs(middle) * EPOCH_MS,
    side: middle > 0 ? 'behind' : 'ahead',
    others: asked.length,
  };
}
