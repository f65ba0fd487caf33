// The protocol versions that this code speaks, and the check that nobody talked two ends down to an older one
// (PROTOCOL.md section 3).

/** The one in the header of every handshake message. */
export const protocolVersion = 1;

export interface VersionRange {
  readonly minVersion: number;
  readonly maxVersion: number;
}

const spokenVersions: VersionRange = { minVersion: protocolVersion, maxVersion: protocolVersion };

/** Whether both ends could have spoken a higher version than the one they are speaking. */
export function isDowngraded(theirs: VersionRange, ours: VersionRange = spokenVersions): boolean {
  return Math.min(theirs.maxVersion, ours.maxVersion) > protocolVersion;
}
