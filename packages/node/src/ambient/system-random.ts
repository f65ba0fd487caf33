// The operating system's random generator behind the engine's port. Knows nothing of what the bytes become.

import { randomFillSync } from 'node:crypto';
import type { Random } from '@loom/engine';

export const systemRandom: Random = {
  bytes: (length) => randomFillSync(new Uint8Array(length)),
};
