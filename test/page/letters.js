// Runs in pages, never in Node. In the window: which letters are in sight, in which colour, and where. In a page of its own: how far
// that colour stands out from what lies behind the letters, pixel by pixel. Knows nothing of views and themes.

/**
 * @typedef {{ x: number, y: number, width: number, height: number }} Box
 * @typedef {{ text: string, colour: number[], opacity: number, wants: number, boxes: Box[] }} Run colour: r, g, b of 0 to 255 and alpha of 0 to 1
 * @typedef {{ ratio: number, x: number, y: number, behind: number[] }} Worst
 */

const sheets = {
  /** Nothing is passed over when what lies on top is asked for. */
  touchable: '* { pointer-events: auto !important }',
  marked:
    '*, ::placeholder { -webkit-text-fill-color: #f0f !important; caret-color: transparent !important }',
  transparent:
    '*, ::placeholder { -webkit-text-fill-color: transparent !important; text-decoration-color: transparent !important; caret-color: transparent !important }',
  unblurred: '* { -webkit-backdrop-filter: none !important; backdrop-filter: none !important }',
};

/** @param {(keyof typeof sheets)[]} names */
function dress(...names) {
  document.adoptedStyleSheets = names.map((name) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(sheets[name]);
    return sheet;
  });
}

/** How fine the question is asked what lies on top, pixels. */
const step = 4;

const painter = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
/** @type {Map<string, number[]>} */
const colours = new Map();

/**
 * @param {string} css any colour of CSS
 * @returns {number[]}
 */
function readColour(css) {
  const known = colours.get(css);
  if (known || !painter) return known ?? [];
  painter.clearRect(0, 0, 1, 1);
  painter.fillStyle = css;
  painter.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 0] = painter.getImageData(0, 0, 1, 1).data;
  const colour = [red, green, blue, alpha / 255];
  colours.set(css, colour);
  return colour;
}

/** @param {Element | null} element */
function opacityOf(element) {
  let opacity = 1;
  for (let at = element; at; at = at.parentElement) opacity *= Number(getComputedStyle(at).opacity);
  return opacity;
}

/**
 * The parts of a box in which its element is what lies on top.
 * @param {DOMRect} box
 * @param {Element} owner
 */
function inSight(box, owner) {
  /** @type {Box[]} */
  const parts = [];
  const middle = box.top + box.height / 2;
  for (let x = box.left; x < box.right; x += step) {
    const hit = document.elementFromPoint(Math.min(x + step / 2, box.right - 0.5), middle);
    if (hit === null || !owner.contains(hit)) continue;
    const last = parts.at(-1);
    const width = Math.min(step, box.right - x);
    if (last && last.x + last.width === x) last.width += width;
    else parts.push({ x, y: box.top, width, height: box.height });
  }
  return parts;
}

/** Letters that inform; what is disabled, and pictures that are written as characters, do not. */
const informs = /[\p{L}\p{N}]/u;
const disabled = ':disabled, [aria-disabled="true"]';

/** @returns {Run[]} every run of text in sight */
function lettersInSight() {
  dress('touchable');
  /** @type {Run[]} */
  const runs = [];
  /**
   * @param {Element} element
   * @param {CSSStyleDeclaration} style
   * @param {string} text
   * @param {DOMRect[]} boxes
   */
  const add = (element, style, text, boxes) => {
    if (!informs.test(text) || element.closest(disabled)) return;
    const opacity = opacityOf(element);
    const seen = opacity < 0.05 ? [] : boxes.flatMap((box) => inSight(box, element));
    if (seen.length === 0) return;
    const size = Number.parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const colour = readColour(style.color);
    runs.push({ text: text.trim().slice(0, 60), colour, opacity, wants: isLarge ? 3 : 4.5, boxes: seen });
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node instanceof HTMLInputElement || node instanceof HTMLTextAreaElement) {
      const isEmpty = node.value === '';
      const style = getComputedStyle(node, isEmpty ? '::placeholder' : null);
      add(node, style, isEmpty ? node.placeholder : node.value, [node.getBoundingClientRect()]);
    } else if (node instanceof Text && node.parentElement) {
      const range = document.createRange();
      range.selectNodeContents(node);
      add(node.parentElement, getComputedStyle(node.parentElement), node.data, [...range.getClientRects()]);
    }
  }
  dress();
  return runs;
}

/** @param {string} base64 a PNG */
async function pixelsOf(base64) {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const picture = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
  const context = new OffscreenCanvas(picture.width, picture.height).getContext('2d');
  if (!context) throw new Error('This browser draws no pictures.');
  context.drawImage(picture, 0, 0);
  return context.getImageData(0, 0, picture.width, picture.height);
}

const linear = Float64Array.from({ length: 256 }, (_, value) => {
  const part = value / 255;
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
});

/**
 * WCAG 2.2, relative luminance.
 * @param {number[]} colour
 */
function luminance(colour) {
  const [red = 0, green = 0, blue = 0] = colour.map((part) => linear[Math.round(part)] ?? 0);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The pixels that letters cover, by the run that they belong to. @type {Uint32Array[]} */
let covered = [];

/**
 * Where the letters are: what differs between the window with them in one loud colour, and without them.
 * @param {Run[]} runs
 * @param {string} marked PNG in base64
 * @param {string} transparent
 */
async function findLetters(runs, marked, transparent) {
  const [loud, bare] = [await pixelsOf(marked), await pixelsOf(transparent)];
  covered = runs.map(({ boxes }) => {
    /** @type {number[]} */
    const found = [];
    for (const { x, y, width, height } of boxes) {
      const right = Math.min(Math.ceil(x + width), loud.width);
      const bottom = Math.min(Math.ceil(y + height), loud.height);
      for (let row = Math.max(0, Math.floor(y)); row < bottom; row++) {
        for (let column = Math.max(0, Math.floor(x)); column < right; column++) {
          const at = 4 * (row * loud.width + column);
          let difference = 0;
          for (let part = 0; part < 3; part++)
            difference += Math.abs((loud.data[at + part] ?? 0) - (bare.data[at + part] ?? 0));
          if (difference > 60) found.push(at);
        }
      }
    }
    return Uint32Array.from(found);
  });
}

/**
 * @param {Run[]} runs
 * @param {string} transparent PNG in base64 of the window without its letters
 * @returns {Promise<(Worst | null)[]>} of each run the worst pixel; null where none of its letters was found
 */
async function worstPixels(runs, transparent) {
  const picture = await pixelsOf(transparent);
  return runs.map(({ colour: [red = 0, green = 0, blue = 0, alpha = 1], opacity }, index) => {
    const strength = alpha * opacity;
    /** @type {Worst | null} */
    let worst = null;
    for (const at of covered[index] ?? []) {
      const behind = [picture.data[at] ?? 0, picture.data[at + 1] ?? 0, picture.data[at + 2] ?? 0];
      const letter = [red, green, blue].map((part, i) => part * strength + (behind[i] ?? 0) * (1 - strength));
      const [one, other] = [luminance(letter), luminance(behind)];
      const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
      if (worst !== null && worst.ratio <= ratio) continue;
      const pixel = at / 4;
      worst = { ratio, x: pixel % picture.width, y: Math.floor(pixel / picture.width), behind };
    }
    return worst;
  });
}

Object.assign(globalThis, { letters: { dress, lettersInSight, findLetters, worstPixels } });
