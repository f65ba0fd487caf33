// An actual loom: the warp is strung, a few rows are woven, the shuttle draws the next thread. Decoration.

const warpCount = 38;
const rows = ['verdigris', 'verdigris', 'weld', 'verdigris', 'madder', 'verdigris'] as const;
const left = 14;
const step = 10;

/** Fades towards both edges. */
function strength(index: number, count: number): string {
  return Math.min(1, (2.6 * Math.sin((Math.PI * (index + 0.5)) / count)) ** 1.4).toFixed(2);
}

export function LoomPicture() {
  return (
    <svg class="loom-picture" viewBox="0 0 400 196" aria-hidden="true">
      <defs>
        <linearGradient id="warp-fade" gradientUnits="userSpaceOnUse" x1="0" y1="6" x2="0" y2="192">
          <stop class="faded" offset="0" />
          <stop offset="0.22" />
          <stop offset="0.8" />
          <stop class="faded" offset="1" />
        </linearGradient>
      </defs>
      <g class="warp" stroke="url(#warp-fade)">
        {Array.from({ length: warpCount }, (_, index) => (
          <path key={index} d={`M${left + index * step} 6V192`} opacity={strength(index, warpCount)} />
        ))}
      </g>
      {rows.map((dye, row) => (
        <g key={row} class={`weft ${dye}`}>
          {Array.from({ length: warpCount / 2 }, (_, pass) => (
            <path
              key={pass}
              d={`M${left - 4 + (row % 2) * step + pass * 2 * step} ${124 + row * 8}h9`}
              opacity={strength(pass, warpCount / 2)}
            />
          ))}
        </g>
      ))}
      <g class="shuttle">
        <path class="trail" d="M36 124C12 124 14 98 48 90S116 78 170 62" />
        <path class="boat" d="M168 62C190 46 246 42 272 58C248 78 192 78 168 62z" />
        <rect class="bobbin" x="196" y="55" width="46" height="10.5" rx="5" transform="rotate(-2 219 60)" />
        <path class="bobbin-lines" d="M206 56v9M214 55.7v9M222 55.5v9M230 55.2v9" />
      </g>
    </svg>
  );
}
