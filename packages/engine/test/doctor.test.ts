import { LoomError, type CheckId, type CheckStatus } from '@loom/contract';
import { describe, expect, test } from 'vitest';
import type { Facts, HeardFact } from '../src/doctor/facts.ts';
import { judge } from '../src/doctor/judge.ts';
import type { HostSurvey, InterfaceFacts } from '../src/index.ts';

const card: InterfaceFacts = {
  name: 'eth0',
  kind: 'lan',
  isUsed: true,
  isDefaultRoute: true,
  addresses: [
    { address: '192.0.2.1', prefixLength: 24 },
    { address: 'fe80::1', prefixLength: 64 },
  ],
  multicast: [
    { family: 4, echo: 'heard' },
    { family: 6, echo: 'heard' },
  ],
  detour: undefined,
};
const survey: HostSurvey = { interfaces: [card], mdnsPort: 'usable', otherResponder: undefined };
const other: HeardFact = { isContact: true, epochsAhead: 0, door: 'opened' };
const well: Facts = {
  profile: 'with-identity',
  network: { state: 'listening', port: 47113, defaultPort: 47113 },
  discovery: { state: 'on' },
  survey,
  heard: [other],
  copies: [],
  contacts: 1,
  connected: 1,
  reach: 'reached',
  moved: undefined,
};

function withCard(change: Partial<InterfaceFacts>): Partial<Facts> {
  return { survey: { ...survey, interfaces: [{ ...card, ...change }] } };
}

function statusOf(facts: Partial<Facts>, id: CheckId): CheckStatus | undefined {
  return judge({ ...well, ...facts }).find((check) => check.id === id)?.status;
}

test('where all is well, every check says so, in the contract’s order', () => {
  const checks = judge(well);
  expect(new Set(checks.map(({ status }) => status))).toEqual(new Set(['ok']));
  expect(checks.map(({ id }) => id)).toHaveLength(14);
  expect(checks[0]?.id).toBe('engine');
});

const cases: [what: string, facts: Partial<Facts>, id: CheckId, status: CheckStatus, saw: RegExp][] = [
  [
    'no identity',
    { profile: 'without-identity', network: { state: 'not-started' } },
    'engine',
    'warning',
    /no identity/,
  ],
  [
    'a profile that is not there',
    { profile: 'missing', network: { state: 'not-started' } },
    'engine',
    'warning',
    /no such profile/,
  ],
  [
    'a profile that a process holds which does not answer',
    { profile: 'held', network: { state: 'not-started' } },
    'engine',
    'fault',
    /does not answer/,
  ],
  ['an engine off the network', { network: { state: 'not-started' } }, 'engine', 'warning', /does not run/],
  [
    'a port that is taken',
    { network: { state: 'failed', fault: new LoomError('port-taken', { port: 47113 }).toFault() } },
    'port',
    'fault',
    /taken/,
  ],
  [
    'another port',
    { network: { state: 'listening', port: 47114, defaultPort: 47113 } },
    'port',
    'warning',
    /47114/,
  ],
  ['no card', { survey: { ...survey, interfaces: [] } }, 'interfaces', 'fault', /no network/],
  [
    'a card that is not used',
    withCard({ isUsed: false, kind: 'virtual' }),
    'interfaces',
    'fault',
    /eth0 can’t be used/,
  ],
  ['a detour', withCard({ detour: 'tun0' }), 'route', 'fault', /eth0 leaves through tun0/],
  ['a tunnel as default route', withCard({ kind: 'tunnel' }), 'route', 'warning', /VPN \(eth0\)/],
  ['only a virtual network', withCard({ kind: 'virtual' }), 'route', 'warning', /containers/],
  ['no IPv6', withCard({ addresses: card.addresses.slice(0, 1) }), 'ipv6', 'warning', /IPv4 alone/],
  [
    'an address that moved',
    { moved: { agoMs: 61_000, before: ['10.0.0.1'], after: [] } },
    'address',
    'warning',
    /1 min ago: before 10\.0\.0\.1, now none/,
  ],
  [
    'an address that moved long ago',
    { moved: { agoMs: 3_600_000, before: [], after: [] } },
    'address',
    'ok',
    /not changed lately/,
  ],
  [
    'the mDNS port held',
    { survey: { ...survey, mdnsPort: 'exclusive', otherResponder: 'avahi-daemon' } },
    'mdns-port',
    'fault',
    /\(avahi-daemon\) holds UDP port 5353/,
  ],
  [
    'the mDNS port refused',
    { survey: { ...survey, mdnsPort: 'refused' } },
    'mdns-port',
    'fault',
    /does not let/,
  ],
  [
    'the mDNS port shared',
    { survey: { ...survey, otherResponder: 'avahi-daemon' } },
    'mdns-port',
    'ok',
    /shared with avahi/,
  ],
  [
    'multicast without the port',
    { survey: { ...survey, mdnsPort: 'exclusive' } },
    'multicast',
    'unknown',
    /without UDP port 5353/,
  ],
  [
    'multicast that is dropped',
    withCard({ multicast: [{ family: 4, echo: 'silent' }] }),
    'multicast',
    'fault',
    /eth0 \(IPv4\) was not heard back/,
  ],
  [
    'multicast that is not sent',
    withCard({ multicast: [{ family: 6, echo: 'not-sent' }] }),
    'multicast',
    'fault',
    /eth0 \(IPv6\)/,
  ],
  ['discovery off', { discovery: { state: 'off' } }, 'discovery', 'warning', /switched off/],
  [
    'discovery that failed',
    { discovery: { state: 'failed', reason: 'No socket.' } },
    'discovery',
    'fault',
    /No socket\.$/,
  ],
  ['nobody heard', { heard: [], connected: 0 }, 'heard', 'warning', /No other Loom/],
  [
    'a second copy',
    { copies: [{ host: '192.0.2.9', port: 47113 }] },
    'copy',
    'warning',
    /At 192\.0\.2\.9, port 47113, a Loom announces itself as this profile/,
  ],
  ['copies that could not be heard', { discovery: { state: 'off' } }, 'copy', 'unknown', /does not listen/],
  ['nobody heard, but all connected', { heard: [] }, 'heard', 'ok', /every contact is connected/],
  [
    'doors that stay shut',
    { heard: [{ ...other, door: 'silent' }], connected: 0 },
    'isolation',
    'fault',
    /no connection .* goes through/,
  ],
  [
    'doors that are gone',
    { heard: [{ ...other, door: 'refused' }], connected: 0 },
    'isolation',
    'warning',
    /nothing listens/,
  ],
  [
    'one door that opens',
    { heard: [{ ...other, door: 'silent' }, other], connected: 0 },
    'isolation',
    'ok',
    /1 of 2/,
  ],
  [
    'a door shut, but a contact connected',
    { heard: [{ ...other, door: 'silent' }] },
    'isolation',
    'ok',
    /connected/,
  ],
  ['a firewall, as a contact sees it', { reach: 'no-answer' }, 'reachable', 'fault', /got no answer/],
  ['a refusal, as a contact sees it', { reach: 'refused' }, 'reachable', 'fault', /was refused/],
  ['a contact who got through', { reach: 'opened' }, 'reachable', 'ok', /opened/],
  ['nobody to ask', { reach: 'not-asked' }, 'reachable', 'unknown', /No contact/],
  ['a clock behind', { heard: [{ ...other, epochsAhead: 8 }] }, 'clock', 'fault', /2 h|120 min/],
  ['a clock ahead', { heard: [{ ...other, epochsAhead: -3 }] }, 'clock', 'fault', /45 min ahead/],
  ['a clock at the edge of an epoch', { heard: [{ ...other, epochsAhead: 1 }] }, 'clock', 'ok', /agrees/],
  [
    'a stranger’s clock beside a contact’s',
    { heard: [other, { ...other, isContact: false, epochsAhead: 99 }] },
    'clock',
    'ok',
    /agrees/,
  ],
  ['nobody’s clock', { heard: [] }, 'clock', 'unknown', /No other Loom/],
];

describe('a finding', () => {
  test.each(cases)('names %s', (_, facts, id, status, saw) => {
    const check = judge({ ...well, ...facts }).find((each) => each.id === id);
    expect(check?.status).toBe(status);
    expect(check?.saw).toMatch(saw);
  });

  test.each(cases)('about %s says what to do wherever something is wrong, and nowhere else', (_, facts) => {
    for (const { status, remedy } of judge({ ...well, ...facts })) {
      expect(remedy !== undefined).toBe(status === 'warning' || status === 'fault');
    }
  });
});

test('without a look at the machine nothing about it is claimed', () => {
  for (const id of ['interfaces', 'route', 'mdns-port', 'multicast'] as const) {
    expect(statusOf({ survey: undefined }, id)).toBe('unknown');
  }
});
