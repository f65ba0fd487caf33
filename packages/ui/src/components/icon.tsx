// Small line drawings, 18 units square, in the colour of the text beside them. Decoration: the words carry the meaning.

const drawings = {
  back: 'M11 4 6 9l5 5',
  close: 'M4.5 4.5l9 9m0-9-9 9',
  plus: 'M9 3.5v11M3.5 9h11',
  check: 'M4 9.5 7.5 13 14 5.5',
  copy: 'M6.5 6.5h7a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1h-6a1 1 0 0 1-1-1zM11.5 6V4.5a1 1 0 0 0-1-1h-6a1 1 0 0 0-1 1v6a1 1 0 0 0 1 1H6',
  save: 'M9 3v8m-3.5-3L9 11.5 12.5 8M3.5 14.5h11',
  send: 'M9 14.5V4M4.5 8.5 9 4l4.5 4.5',
  down: 'M9 3.5V14M4.5 9.5 9 14l4.5-4.5',
  warning: 'M9 3.2 15.6 14.5H2.4zM9 7.4v3.2M9 12.7v.1',
  info: 'M9 2.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM9 8.2v4M9 5.7v.1',
  code: 'M3.5 3.5h4v4h-4zM10.5 3.5h4v4h-4zM3.5 10.5h4v4h-4zM10.5 10.5v1.5h1.7M14.5 10.5v4M10.5 14.5h1.7',
  more: 'M9 4.3v.1M9 9v.1M9 13.7v.1',
  rename: 'M4 14l.7-3L11.7 4a1.4 1.4 0 0 1 2 2l-7 7zM10.3 5.4l2.2 2.2',
  remove: 'M3.5 5h11M7 5V3.5h4V5M5 5l.6 9.5h6.8L13 5M7.6 7.8v4M10.4 7.8v4',
  address:
    'M9 15.5S4 11.6 4 7.5a5 5 0 0 1 10 0c0 4.1-5 8-5 8zM9 5.9a1.7 1.7 0 1 1 0 3.4 1.7 1.7 0 0 1 0-3.4z',
  nearby: 'M5.1 13.2a5.7 5.7 0 1 1 7.8 0M6.9 11.3a3 3 0 1 1 4.2 0M9 9.2v.1M9 11.5v3',
  settings:
    'M3 5.5h5.2M12.8 5.5H15M3 12.5h2.2M9.8 12.5H15M10.5 3.2a2.3 2.3 0 1 1 0 4.6 2.3 2.3 0 0 1 0-4.6zM7.5 10.2a2.3 2.3 0 1 1 0 4.6 2.3 2.3 0 0 1 0-4.6z',
  search: 'M8 3.2a4.8 4.8 0 1 1 0 9.6 4.8 4.8 0 0 1 0-9.6zM11.5 11.5l3.3 3.3',
  block: 'M9 2.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM4.5 4.5l9 9',
  ring: 'M9 2.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM6 9.2 8.2 11.4 12 7.2',
} as const;

export type IconName = keyof typeof drawings;

export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg class={`icon icon-${name}`} width={size} height={size} viewBox="0 0 18 18" aria-hidden="true">
      <path d={drawings[name]} />
    </svg>
  );
}
