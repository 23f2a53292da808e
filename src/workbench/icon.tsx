import type { EventKind } from './events/event-kind.ts';

/** Strokes in a box of 16 by 16. */
const paths = {
  run: 'M4 3v10M4 4h8l-2 2.5L12 9H4',
  setting: 'M3 5h10M3 11h10M6 3v4M10 9v4',
  request: 'M2.5 8h9M8 4l4 4-4 4',
  answer: 'M13.5 8h-9M8 4 4 8l4 4',
  query: 'M3 4.5h10M3 8h7M3 11.5h5',
  commit: 'M8 2.5v3M8 10.5v3M5.5 8a2.5 2.5 0 1 0 5 0 2.5 2.5 0 1 0-5 0',
  travel: 'M2 8h4M9 8h1.5M13 8h1M6 5.5 8.5 8 6 10.5',
  apply: 'M3 8.5 6.5 12 13 4.5',
  slot: 'M4 3h8v10l-4-3-4 3z',
  log: 'M2.5 3.5h11v7H7l-3 2.5v-2.5H2.5z',
  failure: 'M8 2 14.5 13.5h-13zM8 6.5v3M8 11.4v.4',
  play: 'M5 3.5v9l7-4.5z',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  forward: 'M4 3.5v9L10 8zM12.5 3.5v9',
  back: 'M12 3.5v9L6 8zM3.5 3.5v9',
  zoomIn: 'M7 2.5a4.5 4.5 0 1 0 .01 0M10.3 10.3 14 14M7 5v4M5 7h4',
  zoomOut: 'M7 2.5a4.5 4.5 0 1 0 .01 0M10.3 10.3 14 14M5 7h4',
  whole: 'M2 3v10M14 3v10M4.5 8h7M6.5 6l-2 2 2 2M9.5 6l2 2-2 2',
  reset: 'M3.2 8a4.8 4.8 0 1 0 1.6-3.6M3 2.5v3h3',
  keys: 'M1.5 4.5h13v7h-13zM4 7h.01M7 7h.01M10 7h.01M12 7h.01M5 9.5h6',
  holds: 'M3 8.5 6.5 12 13 4.5',
  broken: 'M4 4l8 8M12 4l-8 8',
  close: 'M4 4l8 8M12 4l-8 8',
  light:
    'M8 1.5v1.5M8 13v1.5M1.5 8H3M13 8h1.5M3.4 3.4l1 1M11.6 11.6l1 1M12.6 3.4l-1 1M4.4 11.6l-1 1M5.2 8a2.8 2.8 0 1 0 5.6 0 2.8 2.8 0 1 0-5.6 0',
  dark: 'M13 9.6A5.6 5.6 0 0 1 6.4 3 5.3 5.3 0 1 0 13 9.6z',
  system: 'M2 3h12v8H2zM6 13.5h4',
  fork: 'M4.5 6v7M4.5 9.5c4 0 7-.5 7-4M3 4.5a1.5 1.5 0 1 0 3 0 1.5 1.5 0 1 0-3 0M10 4a1.5 1.5 0 1 0 3 0 1.5 1.5 0 1 0-3 0',
  promote: 'M8 13.5v-9M4 8l4-4 4 4M3 2h10',
  cut: 'M1.5 8h4.5M10 8h4.5M9 4.5l-2 7',
  mend: 'M1.5 8h13M4 5.5v5M12 5.5v5',
  console: 'M2 3.5h12v9H2zM4.5 6l2 2-2 2M8 10h3',
  chevron: 'M5.5 3.5 10 8l-4.5 4.5',
  previous: 'M10.5 3.5 6 8l4.5 4.5',
  first: 'M11.5 3.5 7 8l4.5 4.5M4.5 3.5v9',
  last: 'M4.5 3.5 9 8l-4.5 4.5M11.5 3.5v9',
} as const satisfies Record<EventKind, string> & Record<string, string>;

/** A decoration: whatever it means is said in words beside it, or in the name of its button. */
export function Icon({ name }: { name: keyof typeof paths }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      <path
        d={paths[name]}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
