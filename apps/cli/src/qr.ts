// A text as a QR code: for a terminal, in half blocks with colours of its own, and as an SVG picture. Both are the same
// symbol: medium correction, a quiet zone of four modules (ISO/IEC 18004).
import { encode, renderSVG } from 'uqr';

const symbol = { ecc: 'M', border: 4 } as const;

/** Black on white whatever the terminal's own colours are: a reader needs the light quiet zone. */
const blackOnWhite = '\u001b[38;5;16;48;5;231m';
const reset = '\u001b[0m';

/** @returns one line for every two rows of modules */
export function qrLines(text: string): string[] {
  const { data, size } = encode(text, symbol);
  const lines: string[] = [];
  for (let row = 0; row < size; row += 2) {
    const upper = data[row] ?? [];
    const lower = data[row + 1] ?? [];
    const blocks = upper.map((dark, column) => halfBlock(dark, lower[column] ?? false));
    lines.push(`${blackOnWhite}${blocks.join('')}${reset}`);
  }
  return lines;
}

export function qrSvg(text: string): string {
  return renderSVG(text, symbol);
}

function halfBlock(upper: boolean, lower: boolean): string {
  if (upper) return lower ? '█' : '▀';
  return lower ? '▄' : ' ';
}
