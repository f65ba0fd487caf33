// What the doctor tells of the network: each check says what was seen and, where something is wrong, what to do. Shapes only.
import * as v from 'valibot';
import { checkStatus, isFindingCode, type Finding } from './findings.ts';

/** In the order in which they are told: what stands first explains what comes after. */
export const checkId = v.picklist([
  /** Whether Loom runs for this profile, alone. */
  'engine',
  /** Whether a second copy of this profile runs on the network. */
  'copy',
  /** Whether there is a network card in use at all. */
  'interfaces',
  /** Whether a VPN or a container's network stands before the local one. */
  'route',
  'ipv6',
  /** Whether this device's address has changed lately. */
  'address',
  /** Whether the port of multicast DNS can be shared. */
  'mdns-port',
  'discovery',
  /** Whether what is sent to all is heard back. */
  'multicast',
  /** Whether any other Loom is heard. */
  'heard',
  /** Whether those heard can be connected to. */
  'isolation',
  'port',
  /** Whether a contact can connect to this device. */
  'reachable',
  'clock',
]);
export type CheckId = v.InferOutput<typeof checkId>;

export const check = v.object({
  id: checkId,
  status: checkStatus,
  /** What was seen, in one or two sentences. */
  saw: v.string(),
  /** What to do; there for every warning and fault. */
  remedy: v.optional(v.string()),
  /** The same with its facts: what an interface with another language says it from. */
  finding: v.custom<Finding>(
    (value) => typeof value === 'object' && value !== null && 'code' in value && isFindingCode(value.code),
    'must be a finding',
  ),
});
export type Check = v.InferOutput<typeof check>;

export const diagnosis = v.object({ checks: v.array(check) });
export type Diagnosis = v.InferOutput<typeof diagnosis>;
