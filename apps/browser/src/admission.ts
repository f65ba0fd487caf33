// Who may talk to the engine: one-time secrets, each good for one session token. Holds digests only and compares them in
// constant time. Knows nothing of HTTP; time and randomness are arguments.
import { createHash, timingSafeEqual } from 'node:crypto';

/** How long a secret opens a window, ms: a cold start of a browser fits, a forgotten terminal does not. */
export const openingLifetimeMs = 120_000;

/** A person opens a handful of windows; more than this many unused secrets, or sessions, are nobody's any more. */
const mostOpenings = 16;
const mostSessions = 256;

const secretBytes = 32;

export interface AdmissionOptions {
  /** Never runs backwards, ms. */
  readonly now: () => number;
  /** Fresh bytes from a generator fit for keys. */
  readonly random: (length: number) => Uint8Array;
}

export interface Admission {
  /** @returns a new secret: 32 random bytes in base64url, good for one `redeem` within `openingLifetimeMs`. */
  newOpening(): string;
  /** Uses a secret up. @returns a session token in the same form, or undefined for a secret that is wrong, used or stale. */
  redeem(secret: string): string | undefined;
  isSession(token: string): boolean;
}

interface Opening {
  readonly digest: Uint8Array;
  readonly expiresAt: number;
}

export function createAdmission({ now, random }: AdmissionOptions): Admission {
  let openings: Opening[] = [];
  let sessions: Uint8Array[] = [];
  const draw = (): string => Buffer.from(random(secretBytes)).toString('base64url');

  return {
    newOpening() {
      const secret = draw();
      openings = [...openings, { digest: digest(secret), expiresAt: now() + openingLifetimeMs }].slice(
        -mostOpenings,
      );
      return secret;
    },

    redeem(secret) {
      openings = openings.filter(({ expiresAt }) => now() < expiresAt);
      const redeemed = find(openings, secret, (opening) => opening.digest);
      if (redeemed === undefined) return undefined;
      openings = openings.filter((opening) => opening !== redeemed);
      const token = draw();
      sessions = [...sessions, digest(token)].slice(-mostSessions);
      return token;
    },

    isSession: (token) => find(sessions, token, (session) => session) !== undefined,
  };
}

function digest(text: string): Uint8Array {
  return createHash('sha256').update(text).digest();
}

/** Looks at every candidate whatever it finds, so that the time taken tells nothing. */
function find<T>(
  candidates: readonly T[],
  text: string,
  digestOf: (candidate: T) => Uint8Array,
): T | undefined {
  const wanted = digest(text);
  let found: T | undefined;
  for (const candidate of candidates) if (timingSafeEqual(digestOf(candidate), wanted)) found = candidate;
  return found;
}
