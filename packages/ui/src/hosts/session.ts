// How this page proves that the person who started Loom opened it: a one-time secret in the address becomes a session
// token, which lives as long as the tab. Never a cookie: those are shared by every port of 127.0.0.1.

const storageKey = 'loom.session';

/** @returns the session token; undefined where the page was opened without one, or its secret is used up. */
export async function openSession(): Promise<string | undefined> {
  const secret = new URLSearchParams(location.hash.slice(1)).get('k');
  if (secret === null) return sessionStorage.getItem(storageKey) ?? undefined;

  history.replaceState(null, '', location.pathname);
  const response = await fetch('/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ secret }),
  });
  if (!response.ok) return sessionStorage.getItem(storageKey) ?? undefined;
  const { token } = (await response.json()) as { token: string };
  sessionStorage.setItem(storageKey, token);
  return token;
}

export function closeSession(): void {
  sessionStorage.removeItem(storageKey);
}
