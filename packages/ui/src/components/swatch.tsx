// A person's avatar: a piece of cloth woven from the identity key, with initials and, where it is known, presence.
import { useMemo } from 'preact/hooks';
import { initials } from '../text/initials.ts';
import { clothSize, weaveCloth } from '../text/weave.ts';
import { PresenceDot, type LinkState } from './glyphs.tsx';

interface SwatchProps {
  identityKey: readonly number[];
  name: string;
  size: number;
  presence?: LinkState | undefined;
}

const upright = (x: number, y: number): string => `M${x + 0.2} ${y - 0.08}h.6v1.16h-.6z`;
const lying = (x: number, y: number): string => `M${x - 0.08} ${y + 0.2}h1.16v.6h-1.16z`;

export function Swatch({ identityKey, name, size, presence }: SwatchProps) {
  const cloth = useMemo(() => weaveCloth(identityKey), [identityKey.join()]);
  const draw = (over: boolean, thread: (x: number, y: number) => string): string =>
    cloth.warpOver
      .map((isOver, cell) => (isOver === over ? thread(cell % clothSize, Math.floor(cell / clothSize)) : ''))
      .join('');

  return (
    <span class="swatch" style={{ '--swatch': `${size / 16}rem` }} aria-hidden="true">
      <svg class={`cloth-tile dye-${cloth.dye}`} viewBox="0 0 8 8">
        <rect class="ground" width="8" height="8" />
        <path class="weft" d={draw(false, lying)} />
        <path class="warp" d={draw(true, upright)} />
      </svg>
      <span class="swatch-initials">{initials(name)}</span>
      {presence && <PresenceDot state={presence} />}
    </span>
  );
}
