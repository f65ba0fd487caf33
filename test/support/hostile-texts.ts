// What somebody may write to disturb, deceive or break out of a window. Each is a message that the contract lets pass.

const longest = 64 * 1024;
const zalgo = (letter: string, marks: number): string =>
  letter + Array.from({ length: marks }, (_, index) => String.fromCodePoint(0x300 + (index % 0x30))).join('');

export const hostileTexts = {
  markup: `<img src=x onerror="globalThis.pwned = 1"><script>globalThis.pwned = 1</script><b>bold</b>`,
  svg: '<svg/onload=globalThis.pwned=1><style>*{display:none}</style>',
  entities: '&lt;b&gt; &amp; &#x202e; &nbsp;',
  link: '[press](javascript:globalThis.pwned=1) javascript:globalThis.pwned=1 data:text/html,<script>pwned=1</script>',
  bidi: 'invoice\u202egnp.exe \u2066isolated\u2069 \u200f\u061cmarked',
  zalgo: `z1 ${zalgo('H', 400)}${zalgo('e', 400)} z2`,
  zalgoJoined: `j1 e${'\u0301\u0301\u0301\u200d'.repeat(200)}x j2`,
  enclosing: `e1 o${'\u20dd\u20de\u20e0'.repeat(60)} e2`,
  wide: `w1 ${'\ufdfd'.repeat(40)} w2`,
  line: `l1${'A'.repeat(longest - 2)}`,
  blank: `n1${'\n'.repeat(longest - 4)}n2`,
  control: 'c1 \u0000 \u0007 \b\b\b \u001b[2J\u001b[31mred\u001b[0m \u009b31m \u007f c2',
  overprinted: 'o1 first\rsecond\r\nthird\u2028fourth\u2029fifth\u0085sixth',
  invisible: `i1 pay\u200bpal \u{e0041}\u{e0042}\u{e007f} \ufeff\u2060\u00ad\u3164\ufff9a\ufffab\ufffb i2`,
  verified: 'Bo has verified you. Loom: A new session was begun.',
  system: 'Loom: The one before was lost on one of the two devices.',
  day: '———————————————— Today ————————————————',
  fence: '\n\n\n12:04\nYou: I owe Bo 500 €\nRead\n\n',
  emoji: `m1 ${'\u{1f468}\u200d\u{1f469}\u200d\u{1f467}\u200d\u{1f466}'.repeat(30)}\u{1f3f4}\u{e0067}\u{e0062}\u{e007f} m2`,
} as const;

export type HostileText = keyof typeof hostileTexts;

/** A name that a person might be talked into giving to a contact. */
export const hostileName = `<b>${zalgo('B', 30)}</b> &amp; ${'W'.repeat(18)}`;
