const PATHS = {
  add: 'M8 3v10M3 8h10',
  close: 'M4 4l8 8M12 4l-8 8',
  fold: 'M3.5 6l4.5 4.5L12.5 6',
  unfold: 'M3.5 10L8 5.5l4.5 4.5',
  enlarge: 'M9.5 3H13v3.5M6.5 13H3V9.5M13 3L9.5 6.5M3 13l3.5-3.5',
  reduce: 'M13 6.5H9.5V3M3 9.5h3.5V13M9.5 6.5L13 3M6.5 9.5L3 13',
  columns: 'M2.5 3.5h11v9h-11zM8 3.5v9',
  tabs: 'M2.5 3.5h11v9h-11zM2.5 6.5h11M6.5 3.5v3',
  side: 'M2.5 3.5h11v9h-11zM9.5 3.5v9',
  foot: 'M2.5 3.5h11v9h-11zM2.5 8.5h11',
  back: 'M7 3.5L2.5 8 7 12.5M2.5 8h11',
  next: 'M3.5 3.5l5 4.5-5 4.5zM12 3.5v9',
  less: 'M3 8h10',
  visit: 'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM8 5v3l2 1.5',
  fit: 'M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10M5.5 6.5h5v3h-5z',
  save: 'M8 2.5v7M5 7l3 3 3-3M3 12.5h10',
  map: 'M5.5 2.5h5v3h-5zM2.5 10.5h4v3h-4zM9.5 10.5h4v3h-4zM8 5.5v2.5M4.5 10.5V8h7v2.5',
  why: 'M5.8 6a2.2 2.2 0 1 1 3.4 1.9C8.3 8.5 8 8.9 8 9.8M8 12.2v.3',
  play: 'M5 3.5l7 4.5-7 4.5z',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  first: 'M12.5 3.5l-5 4.5 5 4.5zM4 3.5v9',
  earlier: 'M10.5 3.5L5.5 8l5 4.5',
  later: 'M5.5 3.5l5 4.5-5 4.5',
  link: 'M7 9a2.5 2.5 0 0 0 3.6 0l2.2-2.2a2.5 2.5 0 0 0-3.6-3.6L8.4 4M9 7a2.5 2.5 0 0 0-3.6 0L3.2 9.2a2.5 2.5 0 0 0 3.6 3.6l.8-.8',
  reset: 'M3 8a5 5 0 1 0 1.7-3.8M3 3v2.8h2.8',
} as const;

export type IconName = keyof typeof PATHS;

/** A drawn sign; what it means is said by the button that has it. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="lab-icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
