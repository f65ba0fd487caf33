// The real adapters behind the engine's ports.
export { systemClock } from './ambient/system-clock.ts';
export { systemHost } from './host/host.ts';
export { systemRandom } from './ambient/system-random.ts';
export { tcpTransport } from './tcp/transport.ts';
export type { Keychain, KeychainResult } from './custody/keychain.ts';
export { systemKeychain } from './custody/system-keychain.ts';
export type { Argon2Cost } from '@loom/protocol';
export {
  copyOfKey,
  type CustodyKind,
  type CustodyResult,
  type KeyFault,
  keyOf,
} from './custody/key-custody.ts';
export { readKeyFile } from './custody/key-file.ts';
export { moveKey } from './profile/change-key.ts';
export { type HeldProfile, holdProfile } from './profile/hold-profile.ts';
export { type KeyPlace, makeNextKey } from './profile/next-key.ts';
export {
  openHeldProfile,
  openHeldWith,
  openProfile,
  type Profile,
  type ProfileFault,
} from './profile/open-profile.ts';
export { finishWipe, wipeProfile } from './profile/wipe.ts';
export { wipeAlone } from './profile/wipe-alone.ts';
export { profileBackup } from './profile/backup.ts';
export type { BackupSource } from './backup/read-backup.ts';
export { verifyBackup } from './backup/verify.ts';
export { newDraft, removeDraft } from './files/drafts.ts';
export { placeFaultOf } from './files/private-files.ts';
export { type Restored, restoreProfile } from './profile/restore.ts';
export { restoreAlone } from './profile/restore-alone.ts';
export { mdnsDiscovery, type MdnsOptions } from './mdns/discovery.ts';
export { PAIRING_SERVICE } from './mdns/packets.ts';
