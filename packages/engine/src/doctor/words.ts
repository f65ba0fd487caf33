// Makes a check of a finding: its facts, what it is worth, and its sentences.
import { findingSentences, type Check, type CheckId, type Finding, type FindingCode } from '@loom/contract';

export function check(id: CheckId, finding: Finding): Check {
  const { code, ...facts } = finding;
  return { id, ...findingSentences<FindingCode>(code, facts), finding };
}
