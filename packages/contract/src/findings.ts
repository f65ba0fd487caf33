// What the doctor can find: a closed union of codes with their facts, what each is worth, and its sentences in English. An
// interface with another language says the same from the same facts.
import * as v from 'valibot';
import type { Fault } from './errors.ts';

/** `unknown`: it could not be found out, and `saw` says why. */
export const checkStatus = v.picklist(['ok', 'warning', 'fault', 'unknown']);
export type CheckStatus = v.InferOutput<typeof checkStatus>;

/** The facts that come with each code. */
export interface Findings {
  'engine-runs': object;
  'profile-missing': object;
  'profile-held': object;
  'identity-missing': object;
  'network-failed': object;
  'engine-not-running': object;
  'only-running-tells': object;
  'not-listening': object;
  'discovery-on': object;
  'discovery-off': object;
  'discovery-failed': { reason: string };
  'copy-none': object;
  'copy-heard': { host: string; port: number };
  'others-heard': { others: number; contacts: number };
  'others-connected': object;
  'others-none': object;
  'doors-open': { opened: number; tried: number };
  'contacts-connected': { connected: number };
  'doors-untried': object;
  'doors-stale': { tried: number };
  'doors-closed': { tried: number };
  /** Why the network did not start. */
  'port-failed': { fault: Fault };
  'port-usual': { port: number };
  'port-other': { port: number; usual: number };
  'reached-by-contact': object;
  'reached-on-trial': { port: number };
  'reached-not': { port: number; answer: 'refused' | 'no-answer' };
  'reach-untried': object;
  'clock-unknown': object;
  'clock-agrees': object;
  /** `ms`: how far this clock is off; `others`: how many it was held against. */
  'clock-off': { ms: number; side: 'behind' | 'ahead'; others: number };
  'machine-unseen': object;
  'card-none': object;
  'cards-used': { cards: readonly { readonly name: string; readonly addresses: readonly string[] }[] };
  'network-none': { unused: readonly string[] };
  'route-detour': { card: string; through: string };
  'route-vpn': { name: string };
  'route-container': { names: readonly string[] };
  'route-clear': object;
  'ipv6-there': { names: readonly string[] };
  'ipv6-none': object;
  'address-steady': object;
  'address-moved': { ms: number; before: readonly string[]; after: readonly string[] };
  'mdns-taken': { program?: string };
  'mdns-refused': object;
  'mdns-open': object;
  'mdns-shared': { program: string };
  'multicast-untried': object;
  'multicast-silent': { where: readonly string[] };
  'multicast-unsent': { where: readonly string[] };
  'multicast-heard': { where: readonly string[] };
}

export type FindingCode = keyof Findings;
/** As it travels: the code with its facts. */
export type Finding = { [C in FindingCode]: { readonly code: C } & Findings[C] }[FindingCode];

/** What was seen, and, where something is wrong, what to do. */
export interface FindingSentences<C extends FindingCode> {
  readonly saw: (facts: Findings[C]) => string;
  readonly remedy?: (facts: Findings[C]) => string;
}

/** Warnings and faults always say what to do. */
type Entry<C extends FindingCode> =
  | {
      readonly status: 'ok' | 'unknown';
      readonly saw: (facts: Findings[C]) => string;
      readonly remedy?: never;
    }
  | ({ readonly status: 'warning' | 'fault' } & Required<FindingSentences<C>>);

/** `1 contact`, `3 contacts` */
function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? '' : 's'}`;
}

/** `a`, `a and b`, `a, b and c` */
function list(items: readonly string[]): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
}

/** `40 s`, `3 min`, `2 h` */
function shortDuration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}

const entries: { readonly [C in FindingCode]: Entry<C> } = {
  'engine-runs': { status: 'ok', saw: () => 'Loom runs for this profile, and alone.' },
  'profile-missing': {
    status: 'warning',
    saw: () => 'There is no such profile here, so Loom does not run for it.',
    remedy: () => 'Make an identity first (loom identity new), or name another profile (--profile).',
  },
  'profile-held': {
    status: 'fault',
    saw: () => 'Another process holds this profile, and does not answer.',
    remedy: () => 'End that process (a Loom that hangs, or one of another user), then start Loom again.',
  },
  'identity-missing': {
    status: 'warning',
    saw: () => 'This profile has no identity yet, so Loom is not on the network.',
    remedy: () => 'Make an identity first (loom identity new).',
  },
  'network-failed': {
    status: 'fault',
    saw: () => 'Loom runs, but not on the network.',
    remedy: () => 'See the port below.',
  },
  'engine-not-running': {
    status: 'warning',
    saw: () => 'Loom does not run for this profile, so part of this could not be checked.',
    remedy: () => 'Start it (loom start, or loom daemon) and ask the doctor again.',
  },
  'only-running-tells': { status: 'unknown', saw: () => 'Only a Loom that runs can tell.' },
  'not-listening': { status: 'unknown', saw: () => 'Loom does not listen now.' },
  'discovery-on': { status: 'ok', saw: () => 'Loom announces itself and listens.' },
  'discovery-off': {
    status: 'warning',
    saw: () => 'Discovery is switched off: nobody is found by themselves.',
    remedy: () => 'Start Loom without --no-mdns, or give addresses by hand.',
  },
  'discovery-failed': {
    status: 'fault',
    saw: ({ reason }) => `Discovery could not be started: ${reason.replace(/\.$/, '')}.`,
    remedy: () => 'Mend what is said under mdns-port, or give addresses by hand.',
  },
  'copy-none': { status: 'ok', saw: () => 'No second copy of this profile is heard.' },
  'copy-heard': {
    status: 'warning',
    saw: ({ host, port }) =>
      `At ${host}, port ${port}, a Loom announces itself as this profile: a second copy of it runs there, or somebody repeats what this device announces.`,
    remedy: () =>
      'Never run two copies at once: end that one, or this one. If there is no copy, nothing need be done: who repeats an announcement can neither read nor write for you.',
  },
  'others-heard': {
    status: 'ok',
    saw: ({ others, contacts }) =>
      `${count(others, 'other Loom')} ${others === 1 ? 'is' : 'are'} heard on this network, ${contacts} of them contacts.`,
  },
  'others-connected': { status: 'ok', saw: () => 'No other Loom is heard, but every contact is connected.' },
  'others-none': {
    status: 'warning',
    saw: () => 'No other Loom is heard on this network.',
    remedy: () =>
      'See that the others run Loom on the same network (not a guest Wi-Fi). If they do, the network may drop multicast: search it, or give an address by hand.',
  },
  'doors-open': {
    status: 'ok',
    saw: ({ opened, tried }) => `${opened} of ${count(tried, 'Loom')} heard can be connected to.`,
  },
  'contacts-connected': {
    status: 'ok',
    saw: ({ connected }) =>
      `${count(connected, 'contact')} of other devices ${connected === 1 ? 'is' : 'are'} connected.`,
  },
  'doors-untried': { status: 'unknown', saw: () => 'No other Loom is heard that could be tried.' },
  'doors-stale': {
    status: 'warning',
    saw: ({ tried }) => `${count(tried, 'Loom')} heard, but nothing listens there any more.`,
    remedy: () => 'See whether Loom still runs there; what is heard outlives it by two minutes.',
  },
  'doors-closed': {
    status: 'fault',
    saw: ({ tried }) => `${count(tried, 'Loom')} heard, but no connection to any of them goes through.`,
    remedy: () =>
      'The network keeps its devices apart (“client isolation”, usual in guest Wi-Fi), or a firewall does so there. Use another network, or switch isolation off in the router.',
  },
  'port-failed': {
    status: 'fault',
    saw: ({ fault }) => fault.message,
    remedy: () => 'End the other program, or start Loom with another --port.',
  },
  'port-usual': { status: 'ok', saw: ({ port }) => `Loom listens on TCP port ${port}.` },
  'port-other': {
    status: 'warning',
    saw: ({ port, usual }) =>
      `Loom listens on TCP port ${port}, not on ${usual}: that one is taken on this device, or another was asked for.`,
    remedy: ({ usual }) =>
      `Contacts who don’t hear this device need the port with its address. To get ${usual}, end the program that holds it and start Loom again.`,
  },
  'reached-by-contact': { status: 'ok', saw: () => 'A contact has opened a connection to this device.' },
  'reached-on-trial': {
    status: 'ok',
    saw: ({ port }) => `A contact tried TCP port ${port} of this device, and it opened.`,
  },
  'reached-not': {
    status: 'fault',
    saw: ({ port, answer }) =>
      `A contact tried TCP port ${port} of this device and ${answer === 'refused' ? 'was refused' : 'got no answer'}: a firewall keeps incoming connections out.`,
    remedy: ({ port }) =>
      `Allow Loom (incoming TCP port ${port}) in this device’s firewall. Until then only this device can open connections.`,
  },
  'reach-untried': {
    status: 'unknown',
    saw: () => 'No contact on another device is connected who could try it just now.',
  },
  'clock-unknown': {
    status: 'unknown',
    saw: () => 'No other Loom is heard whose clock could be compared.',
  },
  'clock-agrees': { status: 'ok', saw: () => 'This device’s clock agrees with those of the others.' },
  'clock-off': {
    status: 'fault',
    saw: ({ ms, side, others }) =>
      `This device’s clock is about ${shortDuration(ms)} ${side === 'behind' ? 'behind' : 'ahead of'} ${others === 1 ? 'that of the other Loom that is heard' : 'those of the other Looms that are heard'}.`,
    remedy: () =>
      'Set the clock here, or there where it is the wrong one; best by letting the system set it by itself.',
  },
  'machine-unseen': { status: 'unknown', saw: () => 'The network of this device could not be looked at.' },
  'card-none': { status: 'unknown', saw: () => 'There is no network card to check it on.' },
  'cards-used': {
    status: 'ok',
    saw: ({ cards }) =>
      `Loom uses ${list(cards.map(({ name, addresses }) => `${name} (${addresses.join(', ')})`))}.`,
  },
  'network-none': {
    status: 'fault',
    saw: ({ unused }) =>
      `This device is on no network: no network card is up with an address.${unused.length > 0 ? ` ${list(unused)} can’t be used: it leads to no local network.` : ''}`,
    remedy: () => 'Join a Wi-Fi or plug in a cable. Loom goes on by itself as soon as there is a network.',
  },
  'route-detour': {
    status: 'fault',
    saw: ({ card, through }) =>
      `What is meant for neighbours on ${card} leaves through ${through}: a VPN or another network stands in the way.`,
    remedy: () =>
      'Let the VPN exclude the local network (“allow LAN access” in many), or end it while you use Loom.',
  },
  'route-vpn': {
    status: 'warning',
    saw: ({ name }) => `A VPN (${name}) takes all traffic that is not local.`,
    remedy: () =>
      'If contacts on this network are not found, let the VPN allow access to the local network, or end it.',
  },
  'route-container': {
    status: 'warning',
    saw: ({ names }) => `Loom sees only the network of containers or virtual machines (${list(names)}).`,
    remedy: () =>
      'Run Loom outside the container, or give the container the host’s network, to reach the people around you.',
  },
  'route-clear': { status: 'ok', saw: () => 'Nothing stands between this device and the local network.' },
  'ipv6-there': {
    status: 'ok',
    saw: ({ names }) => `${list(names)} ${names.length === 1 ? 'has' : 'have'} an IPv6 address.`,
  },
  'ipv6-none': {
    status: 'warning',
    saw: () => 'No network card has an IPv6 address: Loom depends on IPv4 alone.',
    remedy: () =>
      'Switch IPv6 on in the system’s network settings. Its link-local addresses work even where no router gives out any.',
  },
  'address-steady': { status: 'ok', saw: () => 'This device’s address has not changed lately.' },
  'address-moved': {
    status: 'warning',
    saw: ({ ms, before, after }) =>
      `This device’s address changed ${shortDuration(ms)} ago: before ${list(before) || 'none'}, now ${list(after) || 'none'}.`,
    remedy: () =>
      'Contacts who hear this device follow by themselves. Whoever was given its address by hand needs the new one.',
  },
  'mdns-taken': {
    status: 'fault',
    saw: ({ program }) =>
      `Another program${program === undefined ? '' : ` (${program})`} holds UDP port 5353 for itself, so Loom can’t use multicast DNS.`,
    remedy: () =>
      'Let that program share the port (avahi: disallow-other-stacks=no), or end it. Addresses by hand work all the same.',
  },
  'mdns-refused': {
    status: 'fault',
    saw: () => 'The system does not let Loom open UDP port 5353.',
    remedy: () =>
      'Allow Loom the local network (on macOS: System Settings, Privacy & Security, Local Network).',
  },
  'mdns-open': { status: 'ok', saw: () => 'UDP port 5353 is open to Loom.' },
  'mdns-shared': { status: 'ok', saw: ({ program }) => `UDP port 5353 is shared with ${program}.` },
  'multicast-untried': { status: 'unknown', saw: () => 'It could not be tried without UDP port 5353.' },
  'multicast-silent': {
    status: 'fault',
    saw: ({ where }) =>
      `What Loom sent to all on ${list(where)} was not heard back on this very device: a firewall drops it.`,
    remedy: () =>
      'Allow UDP port 5353 in this device’s firewall, in and out. Until then give addresses by hand, or search the network.',
  },
  'multicast-unsent': {
    status: 'fault',
    saw: ({ where }) => `Nothing can be sent to all on ${list(where)}.`,
    remedy: () => 'See that the firewall lets UDP port 5353 out and that the card is connected.',
  },
  'multicast-heard': {
    status: 'ok',
    saw: ({ where }) => `What Loom sends to all is heard back on ${list(where)}.`,
  },
};

/** What a finding is worth and says, in English. */
export function findingSentences<C extends FindingCode>(
  code: C,
  facts: Findings[C],
): { readonly status: CheckStatus; readonly saw: string; readonly remedy?: string } {
  const { status, saw, remedy }: Entry<C> = entries[code];
  return { status, saw: saw(facts), ...(remedy && { remedy: remedy(facts) }) };
}

export function isFindingCode(code: unknown): code is FindingCode {
  return typeof code === 'string' && Object.hasOwn(entries, code);
}
