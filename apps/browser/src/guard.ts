// Keeps every page but our own away from a server on loopback: other origins, other host names that were made to point
// here (DNS rebinding), frames, injected scripts. Judges headers; knows nothing of what is served.
import type { IncomingMessage } from 'node:http';

/** Whether the request names this server and nothing else: exactly one Host header, 127.0.0.1 or localhost, our port. */
export function isForUs(request: IncomingMessage, port: number): boolean {
  const named = request.headersDistinct['host'];
  return named?.length === 1 && hostsOf(port).some((host) => host === named[0]);
}

/** Whether our own page made the request; what has no Origin did not come from a page at all. */
export function isFromOurPage(request: IncomingMessage): boolean {
  const origins = request.headersDistinct['origin'];
  return origins?.length === 1 && origins[0] === `http://${request.headers.host}`;
}

const neverAsked = [
  'microphone',
  'geolocation',
  'display-capture',
  'usb',
  'serial',
  'hid',
  'midi',
  'payment',
];

/** What every answer carries. */
export function securityHeaders(port: number): Record<string, string> {
  // 'self' includes the WebSocket in current engines; older ones want it spelt out.
  const sockets = hostsOf(port).map((host) => `ws://${host}`);
  const policy = {
    'default-src': "'none'",
    'script-src': "'self'",
    'style-src': "'self'",
    'font-src': "'self'",
    'img-src': "'self' data: blob:",
    'connect-src': ["'self'", ...sockets].join(' '),
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': "'none'",
    // The page never turns text into markup or code; where the browser can, it refuses to.
    'require-trusted-types-for': "'script'",
    'trusted-types': "'none'",
  };
  return {
    'Content-Security-Policy': Object.entries(policy)
      .map((directive) => directive.join(' '))
      .join('; '),
    // Codes are read with the camera, after a person has pressed for it; nothing else of the machine is ever asked for.
    'Permissions-Policy': ['camera=(self)', ...neverAsked.map((feature) => `${feature}=()`)].join(', '),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    // The port is another program's tomorrow: nothing of ours may be kept under its name.
    'Cache-Control': 'no-store',
  };
}

function hostsOf(port: number): string[] {
  return [`127.0.0.1:${port}`, `localhost:${port}`];
}
