// A second machine with a person's database, and what becomes of the two; one at a time in the whole world, and nobody else's
// database goes back meanwhile: where both ends of a conversation fork, one seq names two messages, and no position can tell
// which of them arrived (PROTOCOL.md section 5). Knows nothing of why there is one.
import type { Disk } from './disk.ts';
import type { Person } from './person.ts';
import type { World } from './world.ts';

export class Copies {
  readonly #world: World;
  #copied: Person | undefined;

  constructor(world: World) {
    this.#world = world;
  }

  /** Whether somebody else has two machines now. */
  isElsewhere(than: Person): boolean {
    return this.#copied !== undefined && this.#copied !== than;
  }

  /** @returns a function that ends the copy and says what its disk holds; undefined where there is a copy of anybody. */
  start(of: Person): (() => Disk) | undefined {
    const { ledger, air } = this.#world;
    if (this.#copied !== undefined) return undefined;
    this.#copied = of;
    ledger.onCopied(of.index);
    const disk = this.#world.disk(of.index, (commit) => ledger.onCommitOfCopy(of.index, commit));
    of.disk.copyTo(disk, of.disk.mark);
    const address = `10.0.1.${of.index + 1}`;
    const copy = this.#world.machine(of.index, address, disk, () => undefined);
    void copy.start();
    return () => {
      this.#copied = undefined;
      copy.crash('closed');
      air.crash(address);
      return disk;
    };
  }
}
