// One or two letters that stand for a name on its swatch.

export function initials(name: string): string {
  const parts = name.split(/[\s._-]+/u).filter((part) => /[\p{L}\p{N}]/u.test(part));
  const first = firstLetter(parts[0] ?? name);
  const last = parts.length > 1 ? firstLetter(parts.at(-1) ?? '') : '';
  return (first + last).toLocaleUpperCase();
}

function firstLetter(part: string): string {
  return /[\p{L}\p{N}]/u.exec(part)?.[0] ?? '';
}
