// A text as a QR code: dark on near-white in both themes, quiet zone inside the tile.
import { encode } from 'uqr';
import { useMemo } from 'preact/hooks';

interface QrCodeProps {
  text: string;
  label: string;
}

/** Modules on each side that stay empty (ISO/IEC 18004). */
const quietZone = 4;

function modules(text: string): boolean[][] {
  return encode(text, { ecc: 'M', boostEcc: false, border: quietZone }).data;
}

export function QrCode({ text, label }: QrCodeProps) {
  const rows = useMemo(() => modules(text), [text]);
  const path = rows.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  return (
    <svg
      class="qr-code"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${rows.length} ${rows.length}`}
      shape-rendering="crispEdges"
    >
      <path d={path} />
    </svg>
  );
}

/** The same code as a PNG, eight pixels a module. */
export async function qrPicture(text: string): Promise<Blob> {
  const pixels = 8;
  const rows = modules(text);
  const canvas = new OffscreenCanvas(rows.length * pixels, rows.length * pixels);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser draws no pictures.');
  context.fillStyle = 'white';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = 'black';
  for (const [y, row] of rows.entries()) {
    for (const [x, dark] of row.entries()) {
      if (dark) context.fillRect(x * pixels, y * pixels, pixels, pixels);
    }
  }
  return canvas.convertToBlob({ type: 'image/png' });
}
