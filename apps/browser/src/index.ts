export type { EngineDoor } from './engine-door.ts';
export { openBrowser } from './open-browser.ts';
export { serveWindow, type Window, type WindowOptions } from './serve-window.ts';
