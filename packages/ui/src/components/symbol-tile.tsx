// One of the symbols that people compare: its picture on a tile, and below it its name, which is what is read aloud.
interface SymbolTileProps {
  emoji: string;
  name: string;
}

export function SymbolTile({ emoji, name }: SymbolTileProps) {
  return (
    <li class="symbol-tile">
      <span class="symbol-picture" aria-hidden="true">
        <img src={drawingOf(emoji)} alt="" />
      </span>
      <span class="symbol-name">{name}</span>
    </li>
  );
}

/** Drawings that ship with the window, so that both people see the same on every system. */
function drawingOf(emoji: string): string {
  return `/symbols/${emoji.codePointAt(0)?.toString(16) ?? ''}.svg`;
}
