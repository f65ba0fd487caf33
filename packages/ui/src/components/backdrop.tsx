// What lies behind the panes: four dyes that drift slowly, and two bundles of threads that keep still. Decoration.

interface Thread {
  readonly path: string;
  readonly dye: string;
  readonly opacity: string;
}

/** A thread's place in its bundle gives its strength: the edges fade. */
function bundle(count: number, draw: (index: number) => { path: string; dye: string }): readonly Thread[] {
  return Array.from({ length: count }, (_, index) => ({
    ...draw(index),
    opacity: Math.sin((Math.PI * (index + 0.7)) / (count + 0.4)).toFixed(2),
  }));
}

const rising = bundle(22, (i) => ({
  path: `M-20 ${690 + i * 5.2}C${330 - i * 4} ${668 + i * 4.4} ${470 + i * 7} ${392 + i * 3} ${720 + i * 3} ${262 + i * 9}S1120 ${96 + i * 21} 1300 ${24 + i * 28}`,
  dye: i % 7 === 3 ? 'weld' : 'verdigris',
}));

const falling = bundle(14, (i) => ({
  path: `M${112 + i * 18} -20C${150 + i * 14} ${190 + i * 2} ${330 + i * 11} ${330 + i * 3} ${520 + i * 12} ${452 + i * 4}S${720 + i * 19} ${640 - i * 2} ${770 + i * 24} 820`,
  dye: 'madder',
}));

export function Backdrop() {
  return (
    <div class="backdrop" aria-hidden="true">
      <div class="dye-field woad" />
      <div class="dye-field verdigris" />
      <div class="dye-field madder" />
      <div class="dye-field weld" />
      <svg class="threads" viewBox="0 0 1280 800" preserveAspectRatio="xMidYMid slice">
        {[...falling, ...rising].map(({ path, dye, opacity }) => (
          <path key={path} class={dye} d={path} opacity={opacity} />
        ))}
      </svg>
    </div>
  );
}
