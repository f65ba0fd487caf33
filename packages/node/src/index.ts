// The real adapters behind the engine's ports.
export { systemClock } from './ambient/system-clock.ts';
export { systemHost } from './host/host.ts';
export { systemRandom } from './ambient/system-random.ts';
export { tcpTransport } from './tcp/transport.ts';
export { openProfile, type OpenedProfile, type Profile, type ProfileFault } from './profile/open-profile.ts';
export { profileBackup } from './profile/backup.ts';
export { keyOfStore, type OwnKey } from './backup/own-key.ts';
export { backupKind, type BackupKind, type BackupSource } from './backup/read-backup.ts';
export { verifyBackup } from './backup/verify.ts';
export {
  exchangeStore,
  prepareRestore,
  restoreProfile,
  type Restored,
  type RestoreOptions,
} from './profile/restore.ts';
export { mdnsDiscovery, type MdnsOptions } from './mdns/discovery.ts';
export { PAIRING_SERVICE } from './mdns/packets.ts';
