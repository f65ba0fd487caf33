// Small line drawings, 18 units square, in the colour of the text beside them. Decoration: the words carry the meaning.

const drawings = {
  back: 'M11 4 6 9l5 5',
  close: 'M4.5 4.5l9 9m0-9-9 9',
  plus: 'M9 3.5v11M3.5 9h11',
  check: 'M4 9.5 7.5 13 14 5.5',
  copy: 'M6.5 6.5h7a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1h-6a1 1 0 0 1-1-1zM11.5 6V4.5a1 1 0 0 0-1-1h-6a1 1 0 0 0-1 1v6a1 1 0 0 0 1 1H6',
  save: 'M9 3v8m-3.5-3L9 11.5 12.5 8M3.5 14.5h11',
  send: 'M9 14.5V4M4.5 8.5 9 4l4.5 4.5',
  up: 'M9 14.5V4M4.5 8.5 9 4l4.5 4.5',
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
  person: 'M9 3a2.9 2.9 0 1 1 0 5.8A2.9 2.9 0 0 1 9 3zM3.6 15a5.4 5.4 0 0 1 10.8 0',
  appearance: 'M9 2.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM9 2.5v13M9 6.2h5.8M9 9.2h6.5M9 12.2h5.6',
  bell: 'M4.4 12.6V8.1a4.6 4.6 0 0 1 9.2 0v4.5M3 12.6h12M7.6 15.2h2.8',
  lock: 'M5 8h8a1.2 1.2 0 0 1 1.2 1.2v4.6A1.2 1.2 0 0 1 13 15H5a1.2 1.2 0 0 1-1.2-1.2V9.2A1.2 1.2 0 0 1 5 8zM6 8V5.9a3 3 0 0 1 6 0V8',
  storage:
    'M9 2.8c3 0 5.2.9 5.2 2.1S12 7 9 7 3.8 6.1 3.8 4.9 6 2.8 9 2.8zM3.8 4.9v8.2c0 1.2 2.2 2.1 5.2 2.1s5.2-.9 5.2-2.1V4.9M3.8 9c0 1.2 2.2 2.1 5.2 2.1s5.2-.9 5.2-2.1',
  network:
    'M9 2.4a1.7 1.7 0 1 1 0 3.4 1.7 1.7 0 0 1 0-3.4zM4.1 11.9a1.7 1.7 0 1 1 0 3.4 1.7 1.7 0 0 1 0-3.4zM13.9 11.9a1.7 1.7 0 1 1 0 3.4 1.7 1.7 0 0 1 0-3.4zM8.3 5.7l-3.4 6.4M9.7 5.7l3.4 6.4M5.8 13.6h6.4',
  lines: 'M3.2 4.5h11.6M3.2 9h11.6M3.2 13.5h7',
  again: 'M14.6 9a5.6 5.6 0 1 1-1.7-4M13.4 2.4v3h-3',
  pause: 'M6.5 4v10M11.5 4v10',
  play: 'M6 3.8 14 9l-8 5.2z',
  paste:
    'M6.5 4H5a1 1 0 0 0-1 1v9a1 1 0 0 0 1 1h8a1 1 0 0 0 1-1V5a1 1 0 0 0-1-1h-1.5M6.5 2.8h5v2.7h-5zM6.7 9h4.6M6.7 11.7h4.6',
  camera:
    'M3.5 5.5h2.3L7 3.8h4l1.2 1.7h2.3a1 1 0 0 1 1 1v6.7a1 1 0 0 1-1 1h-11a1 1 0 0 1-1-1V6.5a1 1 0 0 1 1-1zM9 7a2.6 2.6 0 1 1 0 5.2A2.6 2.6 0 0 1 9 7z',
  picture:
    'M3.8 3.5h10.4a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H3.8a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1zM3 12.4l3.4-3.2 2.4 2.3 2.7-2.7 3.5 3.3M6.4 6.6v.1',
  panel:
    'M4.8 3.5h8.4a1.3 1.3 0 0 1 1.3 1.3v8.4a1.3 1.3 0 0 1-1.3 1.3H4.8a1.3 1.3 0 0 1-1.3-1.3V4.8a1.3 1.3 0 0 1 1.3-1.3zM11 3.5v11',
  ring: 'M9 2.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM6 9.2 8.2 11.4 12 7.2',
} as const;

export type IconName = keyof typeof drawings;

export const iconNames = Object.keys(drawings) as readonly IconName[];

export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg class={`icon icon-${name}`} width={size} height={size} viewBox="0 0 18 18" aria-hidden="true">
      <path d={drawings[name]} />
    </svg>
  );
}
