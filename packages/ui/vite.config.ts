// Builds the window into dist/: one script, one style sheet, the fonts, the drawings and the mark; nothing inline, so that the
// strictest content security policy can hold, and nothing that needs Object.prototype to be writable: the native shell
// freezes it.
import { defineConfig, type Plugin } from 'vite';
import { drawSymbols } from './drawings.ts';

/** An assignment to a name that Object.prototype has; where that is frozen it throws, and defining the same does not. */
const overrides = /\b(\w+\.prototype)\.(toString|valueOf|constructor)\s*=(?!=)/g;
const helper = `const ownMember = (object, name) => ({
  set value(value) { Object.defineProperty(object, name, { value, writable: true, configurable: true }); },
});
`;

const fitForFrozenPrototypes: Plugin = {
  name: 'fit-for-frozen-prototypes',
  transform(code, id) {
    if (!id.includes('node_modules') || code.search(overrides) < 0) return undefined;
    return { code: helper + code.replace(overrides, "ownMember($1, '$2').value ="), map: null };
  },
};

/** The face that everything is read in is asked for with the page, and not once the first text stands there in another one. */
const askForFace: Plugin = {
  name: 'ask-for-face',
  transformIndexHtml(_html, { bundle }) {
    const face = Object.keys(bundle ?? {}).find((file) => /inter-latin-wght[^/]*\.woff2$/.test(file));
    if (face === undefined) return [];
    const attrs = { rel: 'preload', as: 'font', type: 'font/woff2', href: `/${face}`, crossorigin: true };
    return [{ tag: 'link', attrs, injectTo: 'head' }];
  },
};

export default defineConfig({
  base: '/',
  plugins: [fitForFrozenPrototypes, drawSymbols, askForFace],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: ['chrome123', 'firefox128', 'safari17.5'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
  },
});
