// A second machine with a person's database, and what becomes of the two. Knows nothing of why there is one.
import type { Disk } from './disk.ts';
import type { Person } from './person.ts';
import type { World } from './world.ts';

export class Copies {
  readonly #world: World;
  readonly #running = new Set<Person>();

  constructor(world: World) {
    this.#world = world;
  }

  /** @returns a function that ends the copy and says what its disk holds; undefined where there is a copy already. */
  start(of: Person): (() => Disk) | undefined {
    const { ledger, air } = this.#world;
    if (this.#running.has(of)) return undefined;
    this.#running.add(of);
    ledger.onCopied(of.index);
    const disk = this.#world.disk(of.index, (commit) => ledger.onCommitOfCopy(of.index, commit));
    of.disk.copyTo(disk, of.disk.mark);
    const address = `10.0.1.${of.index + 1}`;
    const copy = this.#world.machine(of.index, address, disk, () => undefined);
    void copy.start();
    return () => {
      this.#running.delete(of);
      copy.crash('closed');
      air.crash(address);
      return disk;
    };
  }
}
