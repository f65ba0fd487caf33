// The only door to whatever hosts the window: commands go out, events come in. Knows nothing of sockets, tabs or shells;
// each kind of host has its own file in hosts/.
import type { ReadonlySignal, Signal } from '@preact/signals';
import type { CommandInput, CommandName, CommandResult, Fault, LoomEvent } from '@loom/contract';

/**
 * `connecting`: the first connection is being made; `open`; `lost`: it broke, and is being made again by itself;
 * `refused`: this window has no right to it, and must be opened anew.
 */
export type Connection = 'connecting' | 'open' | 'lost' | 'refused';

/** What this host is able to do; views ask this, and never which host it is. */
export interface HostAbilities {
  /** Files that the window makes can be saved by the person. */
  readonly saveFiles: boolean;
  /** Web addresses can be opened in another window. */
  readonly openLinks: boolean;
  /** No key belongs to the program around the window: a browser keeps some, and asks no page. */
  readonly ownKeys: boolean;
  /** The page may ask for a camera, to read codes with it; whether there is one shows when it does. */
  readonly scanQr: boolean;
}

/** A notice that the system shows outside the window. */
export interface SystemNotice {
  /** A number; one with the same tag takes the place of the one before. */
  readonly tag: string;
  readonly title: string;
  readonly body: string;
  /** The person has pressed it, and the window is in front. */
  readonly onPress: () => void;
}

export interface Notifier {
  /** `unasked`: the person has not been asked yet whether this window may. */
  readonly permission: ReadonlySignal<'unasked' | 'granted' | 'refused'>;
  /** Only after a press of the person's. */
  readonly ask: () => Promise<void>;
  /** Where it may not, nothing is shown. */
  readonly show: (notice: SystemNotice) => void;
  /** What it told of has been seen. */
  readonly withdraw: (tag: string) => void;
}

export interface Host {
  /** @throws CallError with one sentence for people. */
  call<C extends CommandName>(command: C, args: CommandInput<C>): Promise<CommandResult<C>>;
  /** @returns what takes the listener off again. */
  on(listener: (event: LoomEvent) => void): () => void;
  readonly connection: ReadonlySignal<Connection>;
  /** What the host has to say about itself, in a sentence, until it is dismissed or no longer true. */
  readonly notice: Signal<string | undefined>;
  /** A token from a `loom:` link that the person opened; whoever shows it takes it away. */
  readonly linkedToken: Signal<string | undefined>;
  readonly can: HostAbilities;
  /** The page's way to the system's notifications, where it has one. */
  readonly notifier: Notifier | undefined;
}

/** A command that failed. Its message is a sentence with cause and remedy. */
export class CallError extends Error {
  override readonly name = 'CallError';
  /** The engine's own fault; absent where the command or its answer never arrived. */
  readonly fault: Fault | undefined;

  constructor(message: string, fault?: Fault) {
    super(message);
    this.fault = fault;
  }
}
