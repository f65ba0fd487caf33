// The words of the network's page, in English: the doctor's answer in one line, a title for each thing that it can find, what
// strangers see, addresses by hand.
import type { CheckStatus, FindingCode } from '@loom/contract';
import type { Standing, Verdict } from '../text/verdict.ts';

const titles: Readonly<Record<FindingCode, string>> = {
  'engine-runs': 'Loom runs',
  'profile-missing': 'There is no such profile',
  'profile-held': 'Another process holds this profile',
  'identity-missing': 'There is no identity yet',
  'network-failed': 'Loom is not on the network',
  'engine-not-running': 'Loom does not run',
  'only-running-tells': 'Not known yet',
  'not-listening': 'Nothing is listened for',
  'discovery-on': 'Others are looked for',
  'discovery-off': 'Nobody is looked for',
  'discovery-failed': 'Others can’t be looked for',
  'copy-none': 'There is only one of you',
  'copy-heard': 'A second copy of this profile is heard',
  'others-heard': 'Other Looms are heard',
  'others-connected': 'Every contact is connected',
  'others-none': 'You seem to be alone here',
  'doors-open': 'Nobody is walled off',
  'contacts-connected': 'Nobody is walled off',
  'doors-untried': 'No other door to try',
  'doors-stale': 'Those who were heard have gone',
  'doors-closed': 'The network keeps its devices apart',
  'port-failed': 'The port is taken',
  'port-usual': 'The usual port is open',
  'port-other': 'Loom listens on another port',
  'reached-by-contact': 'Contacts get through',
  'reached-on-trial': 'Contacts get through',
  'reached-not': 'A firewall turns callers away',
  'reach-untried': 'Nobody to try this door',
  'clock-unknown': 'No clock to compare with',
  'clock-agrees': 'The clock agrees',
  'clock-off': 'The clock is off',
  'machine-unseen': 'This device could not be looked at',
  'card-none': 'No network card to check',
  'cards-used': 'The network cards are up',
  'network-none': 'This device is on no network',
  'route-detour': 'Something stands before the local network',
  'route-vpn': 'A VPN holds the default route',
  'route-container': 'Only a container’s network is seen',
  'route-clear': 'The way to the local network is clear',
  'ipv6-there': 'IPv6 is there',
  'ipv6-none': 'There is no IPv6',
  'address-steady': 'The address is steady',
  'address-moved': 'The address has changed',
  'mdns-taken': 'The port for discovery is taken',
  'mdns-refused': 'The system refuses the port for discovery',
  'mdns-open': 'The port for discovery is open',
  'mdns-shared': 'The port for discovery is shared',
  'multicast-untried': 'Multicast was not tried',
  'multicast-silent': 'A firewall drops multicast',
  'multicast-unsent': 'Multicast can’t be sent',
  'multicast-heard': 'Multicast is heard back',
};

const standing: Readonly<Record<Standing, string>> = {
  off: 'Loom is not on the network.',
  'no-network': 'This device is on no network.',
  unseen: 'Others can’t find you by themselves.',
  'walled-off': 'You are heard, but walled off.',
  found: 'You can be found.',
};

const status: Readonly<Record<CheckStatus, string>> = {
  ok: 'Good',
  unknown: 'Not known',
  warning: 'Worth a look',
  fault: 'Wrong',
};

const counts = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine'] as const;
const counted = (count: number): string => counts[count] ?? String(count);

export const network = {
  again: 'Check again',
  looking: 'Looking at the network…',
  examining:
    'Looks at the network cards, sends to all and listens, and asks a contact to try this door. That takes some seconds.',
  noAnswer: 'The network could not be looked at.',
  checked: (time: string, connected: number): string =>
    `Checked at ${time}. ${
      connected === 1 ? 'One contact is connected now.' : `${counted(connected)} contacts are connected now.`
    }`,
  standing,
  beside: (beside: Verdict['beside']): string => {
    if (beside === 'nothing') return '';
    if (beside === 'shut') return 'One door is shut.';
    if (beside === 'alone') return 'Nobody else is heard.';
    return beside === 1 ? 'One thing is worth a look.' : `${counted(beside)} things are worth a look.`;
  },
  status,
  titles,
  attention: 'What needs attention',
  looked: 'What was looked at',
  needsAttention: 'needs attention',
  whatToDo: 'What to do:',
  withTool: (tool: string): string => `With ${tool}`,
  copy: 'Copy',
  copyCommand: (command: string): string => `Copy ${command}`,
  copied: 'Copied.',
  copyFailed: 'The browser refused to copy. Select the command and copy it by hand.',
  off: 'Loom’s network is not running.',
  startAgain: 'Start again',
  missing: 'Someone still missing?',
  missingText:
    'Ask each address beside this device once, for networks that keep people from hearing each other. Takes about ten seconds.',
  askAround: 'Ask around',
  asking: 'Knocking at the neighbours’ doors…',
  asked: ({ probed, open, found }: { probed: number; open: number; found: number }): string => {
    const asked = probed === 1 ? '1 address was' : `${probed} addresses were`;
    const opened = open === 1 ? '1 door was' : `${open} doors were`;
    const met = found === 0 ? 'no contact was' : found === 1 ? '1 contact was' : `${found} contacts were`;
    return `${asked} asked, ${opened} open, ${met} found.`;
  },
  thisDevice: 'This device',
  strangers: 'What strangers here can see',
  strangersSee:
    'That a Loom is here, under a random name that changes every 15 minutes, with its addresses and port, and very roughly how many contacts it has. Never your name, your keys or who you know; your name only while you meet someone nearby.',
  strangersQuiet: 'Nothing is announced. Who tries the port gets no answer without your contacts’ keys.',
  strangersNothing: 'Nothing: Loom is not on the network now.',
  air: 'Name on the air',
  nextName: 'Next name in',
  minutes: (count: number): string => `${count} min`,
  byHand: 'Addresses by hand',
  noneByHand: 'For whoever is not found by themselves. None is given.',
  addAddress: 'Add address',
  contact: 'Contact',
  removeAddress: (address: string, name: string): string => `Forget ${address} of ${name}`,
  nobodyFound: 'Nobody found?',
  seeNetwork: 'See what the network says',
} as const;
