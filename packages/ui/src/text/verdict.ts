// What the doctor's checks come to in one line, as facts: how this device stands on the network, and how much needs attention
// beside that. The words are the catalogue's.
import type { Check, FindingCode } from '@loom/contract';

/** How this device stands, the worst that holds. */
export type Standing = 'off' | 'no-network' | 'unseen' | 'walled-off' | 'found';

export interface Verdict {
  readonly standing: Standing;
  /** What else needs attention: nothing; callers are turned away; nobody else is heard; or so many things. */
  readonly beside: 'nothing' | 'shut' | 'alone' | number;
}

const standings: Readonly<Record<Exclude<Standing, 'found'>, readonly FindingCode[]>> = {
  off: ['network-failed', 'engine-not-running', 'identity-missing', 'port-failed', 'only-running-tells'],
  'no-network': ['network-none'],
  unseen: [
    'discovery-off',
    'discovery-failed',
    'mdns-taken',
    'mdns-refused',
    'multicast-silent',
    'multicast-unsent',
  ],
  'walled-off': ['doors-closed'],
};

export function needsAttention({ status }: Check): boolean {
  return status === 'fault' || status === 'warning';
}

export function verdictOf(checks: readonly Check[]): Verdict {
  const codes = checks.map(({ finding }) => finding.code);
  const worst = (['off', 'no-network', 'unseen', 'walled-off'] as const).find((standing) =>
    standings[standing].some((code) => codes.includes(code)),
  );
  const explained: readonly FindingCode[] = worst === undefined ? [] : standings[worst];
  const others = checks.filter((check) => needsAttention(check) && !explained.includes(check.finding.code));
  const [only] = others;
  const beside =
    others.length !== 1
      ? others.length
      : only?.finding.code === 'reached-not'
        ? 'shut'
        : only?.finding.code === 'others-none'
          ? 'alone'
          : 1;
  return { standing: worst ?? 'found', beside: beside === 0 ? 'nothing' : beside };
}
