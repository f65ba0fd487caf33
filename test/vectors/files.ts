// All vectors, as they stand in the JSON files beside this one. Knows where they are and how they are written.
import { readFileSync } from 'node:fs';
import { beaconFile, type BeaconFile } from './make/beacon.ts';
import { bodiesFile, type BodiesFile, envelopesFile, type EnvelopesFile } from './make/delivery.ts';
import { framesFile, type FramesFile } from './make/frames.ts';
import { handshakeFile, type HandshakeFile } from './make/handshake.ts';
import { claimsFile, type ClaimsFile, helloFile, type HelloFile } from './make/hello.ts';
import { keysFile, type KeysFile } from './make/keys.ts';
import { linkFile, type LinkFile } from './make/link.ts';
import { pairingFile, type PairingFile, safetyFile, type SafetyFile } from './make/meeting.ts';
import { ratchetFile, type RatchetFile } from './make/ratchet.ts';
import { sessionsFile, type SessionsFile } from './make/sessions.ts';
import { tokenFile, type TokenFile } from './make/token.ts';

export interface Vectors {
  readonly token: TokenFile;
  readonly keys: KeysFile;
  readonly handshake: HandshakeFile;
  readonly hello: HelloFile;
  readonly claims: ClaimsFile;
  readonly sessions: SessionsFile;
  readonly ratchet: RatchetFile;
  readonly link: LinkFile;
  readonly frames: FramesFile;
  readonly envelopes: EnvelopesFile;
  readonly bodies: BodiesFile;
  readonly beacon: BeaconFile;
  readonly safety: SafetyFile;
  readonly pairing: PairingFile;
}

export function makeVectors(): Vectors {
  return {
    token: tokenFile(),
    keys: keysFile(),
    handshake: handshakeFile(),
    hello: helloFile(),
    claims: claimsFile(),
    sessions: sessionsFile(),
    ratchet: ratchetFile(),
    link: linkFile(),
    frames: framesFile(),
    envelopes: envelopesFile(),
    bodies: bodiesFile(),
    beacon: beaconFile(),
    safety: safetyFile(),
    pairing: pairingFile(),
  };
}

export function vectorFileUrl(name: string): URL {
  return new URL(`${name}.json`, import.meta.url);
}

export function written(file: unknown): string {
  return `${JSON.stringify(file, null, 2)}\n`;
}

export function readVectorFile(name: string): string {
  return readFileSync(vectorFileUrl(name), 'utf8');
}
