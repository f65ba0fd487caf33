// Reads the code in a picture that a person chose, dropped or pasted. Takes nothing for granted: what is no picture, or is too
// large to be drawn, is refused before a pixel of it is.
import { loadCodeReader } from './decoder.ts';

export type PictureFault = 'not-a-picture' | 'too-large' | 'no-code';

/** As the pickers of files name them; an SVG is a document and no picture. */
export const pictureTypes = [
  'image/png',
  'image/jpeg',
  'image/webp',
  'image/gif',
  'image/bmp',
  'image/avif',
] as const;

const maxBytes = 24 * 1024 * 1024;
/** More than any camera's; four bytes each while it is drawn. */
const maxPixels = 64_000_000;
/** Longest sides that are tried: a code may be small in a large picture, or coarse and noisy. */
const longestSides = [2400, 1500, 900];
/** A code of one pixel a module is too fine for the reader. */
const shortestUseful = 640;

/** @returns the code's text, or why there is none. */
export async function readPicture(file: Blob): Promise<{ text: string } | PictureFault> {
  if (!pictureTypes.some((type) => type === file.type)) return 'not-a-picture';
  if (file.size > maxBytes) return 'too-large';
  const url = URL.createObjectURL(file);
  try {
    const picture = new Image();
    picture.src = url;
    // Its size is known before it is decoded.
    if (!(await loads(picture))) return 'not-a-picture';
    if (picture.naturalWidth * picture.naturalHeight > maxPixels) return 'too-large';
    return await readDrawn(picture);
  } finally {
    URL.revokeObjectURL(url);
  }
}

function loads(picture: HTMLImageElement): Promise<boolean> {
  return new Promise((resolve) => {
    picture.onload = () => resolve(picture.naturalWidth > 0);
    picture.onerror = () => resolve(false);
  });
}

async function readDrawn(picture: HTMLImageElement): Promise<{ text: string } | PictureFault> {
  const reader = await loadCodeReader();
  for (const longest of sidesFor(Math.max(picture.naturalWidth, picture.naturalHeight))) {
    const pixels = draw(picture, longest);
    const text = pixels && reader.read(pixels, 'patient');
    if (text !== undefined) return { text };
  }
  return 'no-code';
}

function sidesFor(longest: number): number[] {
  const smaller = longestSides.filter((side) => side < longest);
  if (longest < shortestUseful) return [longest, longest * Math.ceil(shortestUseful / longest)];
  return longest > Math.max(...longestSides) ? smaller : [longest, ...smaller];
}

function draw(picture: HTMLImageElement, longest: number): ImageData | undefined {
  const { naturalWidth, naturalHeight } = picture;
  const scale = longest / Math.max(naturalWidth, naturalHeight);
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(naturalWidth * scale));
  canvas.height = Math.max(1, Math.round(naturalHeight * scale));
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return undefined;
  // What is transparent is paper.
  context.fillStyle = 'white';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingEnabled = scale < 1;
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}
