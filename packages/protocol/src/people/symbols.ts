// The 64 symbols by which people compare short values aloud (PROTOCOL.md section 8.1): their order is part of
// the protocol and never changes. Each is one code point that is drawn as a picture everywhere, and has a name that
// nobody mixes up with another one's. Knows nothing of what is compared.

export interface PeopleSymbol {
  readonly emoji: string;
  /** English, lower case. */
  readonly name: string;
}

/** By their values, 0 to 63. */
export const symbols: readonly PeopleSymbol[] = [
  { emoji: '🦊', name: 'fox' },
  { emoji: '🦉', name: 'owl' },
  { emoji: '🐳', name: 'whale' },
  { emoji: '🐌', name: 'snail' },
  { emoji: '🐝', name: 'bee' },
  { emoji: '🦀', name: 'crab' },
  { emoji: '🐸', name: 'frog' },
  { emoji: '🐷', name: 'pig' },
  { emoji: '🐘', name: 'elephant' },
  { emoji: '🐧', name: 'penguin' },
  { emoji: '🐢', name: 'turtle' },
  { emoji: '🐙', name: 'octopus' },
  { emoji: '🦋', name: 'butterfly' },
  { emoji: '🐍', name: 'snake' },
  { emoji: '🐓', name: 'rooster' },
  { emoji: '🐪', name: 'camel' },
  { emoji: '🌵', name: 'cactus' },
  { emoji: '🍄', name: 'mushroom' },
  { emoji: '🌻', name: 'sunflower' },
  { emoji: '🍁', name: 'leaf' },
  { emoji: '🌴', name: 'palm tree' },
  { emoji: '🌙', name: 'moon' },
  { emoji: '⭐', name: 'star' },
  { emoji: '🌈', name: 'rainbow' },
  { emoji: '⛄', name: 'snowman' },
  { emoji: '🔥', name: 'fire' },
  { emoji: '🌋', name: 'volcano' },
  { emoji: '🍎', name: 'apple' },
  { emoji: '🍌', name: 'banana' },
  { emoji: '🍒', name: 'cherries' },
  { emoji: '🍍', name: 'pineapple' },
  { emoji: '🍇', name: 'grapes' },
  { emoji: '🥕', name: 'carrot' },
  { emoji: '🍞', name: 'bread' },
  { emoji: '🍕', name: 'pizza' },
  { emoji: '🎂', name: 'cake' },
  { emoji: '🔔', name: 'bell' },
  { emoji: '🔑', name: 'key' },
  { emoji: '💡', name: 'lamp' },
  { emoji: '☔', name: 'umbrella' },
  { emoji: '📖', name: 'book' },
  { emoji: '🔨', name: 'hammer' },
  { emoji: '🎁', name: 'gift' },
  { emoji: '🎈', name: 'balloon' },
  { emoji: '🥁', name: 'drum' },
  { emoji: '🎸', name: 'guitar' },
  { emoji: '🎺', name: 'trumpet' },
  { emoji: '🎲', name: 'dice' },
  { emoji: '👑', name: 'crown' },
  { emoji: '🎩', name: 'hat' },
  { emoji: '👓', name: 'glasses' },
  { emoji: '💍', name: 'ring' },
  { emoji: '⏰', name: 'clock' },
  { emoji: '⏳', name: 'hourglass' },
  { emoji: '📷', name: 'camera' },
  { emoji: '⚓', name: 'anchor' },
  { emoji: '🚲', name: 'bicycle' },
  { emoji: '🚀', name: 'rocket' },
  { emoji: '🚂', name: 'train' },
  { emoji: '⛵', name: 'sailboat' },
  { emoji: '🚜', name: 'tractor' },
  { emoji: '⛺', name: 'tent' },
  { emoji: '🏠', name: 'house' },
  { emoji: '🏆', name: 'trophy' },
];

/**
 * Reads `count` values of 6 bits from the beginning of the bytes, the first bit the highest, and names each.
 * @throws {RangeError} where there are fewer bits.
 */
export function symbolsOf(bytes: Uint8Array, count: number): PeopleSymbol[] {
  if (bytes.length * 8 < count * 6) {
    throw new RangeError(`${bytes.length} bytes hold no ${count} symbols of 6 bits`);
  }
  return Array.from({ length: count }, (_, at) => {
    let value = 0;
    for (let bit = at * 6; bit < at * 6 + 6; bit++) {
      value = (value << 1) | (((bytes[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1);
    }
    return symbolAt(value);
  });
}

function symbolAt(value: number): PeopleSymbol {
  const symbol = symbols[value];
  if (symbol === undefined) throw new RangeError(`there is no symbol ${value}`);
  return symbol;
}
