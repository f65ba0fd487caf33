// What the doctor's checks come to in one line.
import { expect, test } from 'vitest';
import { findingSentences, type Check, type Finding, type FindingCode } from '@loom/contract';
import { verdictOf } from '../src/text/verdict.ts';

function checkOf(finding: Finding): Check {
  const { code, ...facts } = finding;
  return { id: 'engine', ...findingSentences<FindingCode>(code, facts), finding };
}

const well: Finding[] = [{ code: 'engine-runs' }, { code: 'discovery-on' }, { code: 'clock-unknown' }];
const fault = { code: 'port-taken', port: 1, message: '' } as const;

test.each<[what: string, findings: Finding[], standing: string, beside: string | number]>([
  ['all is well', [], 'found', 'nothing'],
  ['callers are turned away', [{ code: 'reached-not', port: 1, answer: 'refused' }], 'found', 'shut'],
  ['nobody else is heard', [{ code: 'others-none' }], 'found', 'alone'],
  ['something else is odd', [{ code: 'ipv6-none' }], 'found', 1],
  ['two things are odd', [{ code: 'ipv6-none' }, { code: 'others-none' }], 'found', 2],
  ['multicast is dropped', [{ code: 'multicast-silent', where: ['eth0'] }], 'unseen', 'nothing'],
  ['discovery is off', [{ code: 'discovery-off' }, { code: 'ipv6-none' }], 'unseen', 1],
  ['doors are closed', [{ code: 'doors-closed', tried: 2 }], 'walled-off', 'nothing'],
  ['there is no network', [{ code: 'network-none', unused: [] }], 'no-network', 'nothing'],
  ['the port is taken', [{ code: 'network-failed' }, { code: 'port-failed', fault }], 'off', 'nothing'],
  [
    'the worst is what is said',
    [{ code: 'network-failed' }, { code: 'network-none', unused: [] }, { code: 'discovery-off' }],
    'off',
    2,
  ],
])('%s', (_, findings, standing, beside) => {
  expect(verdictOf([...well, ...findings].map(checkOf))).toEqual({ standing, beside });
});
