// The dashboard's icons: strokes on a 16 px grid, in the colour of their text, always beside a word or a label of their own.
import type { SVGProps } from 'react'

const paths = {
  overview: 'M2.5 2.5h4.5v5h-4.5zM9 2.5h4.5v3H9zM9 8h4.5v5.5H9zM2.5 10h4.5v3.5h-4.5z',
  chat: 'M2.5 3.5h11v7.5h-6l-3 2.5v-2.5h-2z',
  connectors: 'M5.5 2.5v3M10.5 2.5v3M3.5 5.5h9v2.5a4.5 4.5 0 0 1-9 0zM8 12.5v1.5',
  connections:
    'M6.5 9.5l3-3M7 4.8l1.3-1.3a2.9 2.9 0 0 1 4.1 4.1L11.2 9M9 11.2l-1.3 1.3a2.9 2.9 0 0 1-4.1-4.1L4.8 7',
  runs: 'M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 0 0 0-11zM6.7 5.8l3.6 2.2-3.6 2.2z',
  approvals: 'M8 2l5 1.8v4c0 3-2 5.2-5 6.2-3-1-5-3.2-5-6.2v-4zM5.8 8l1.6 1.6L10.4 6.5',
  policies: 'M3 4.5h10M3 8h10M3 11.5h10M6 3v3M10.5 6.5v3M5 10v3',
  webhooks:
    'M8 5.5a2 2 0 1 0-1.7-1M6.7 4.9L4.3 9.2M4.3 9a2 2 0 1 0 1.9 2.6M6 11.5h5M9.2 5.2l2.3 4M11.6 9.3a2 2 0 1 1-1.7 3.2',
  keys: 'M5 5.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 0 0 0-5zM7.5 8h6M11 8v2.3M13.5 8v2',
  members:
    'M6 7.5a2.3 2.3 0 1 0 0-4.6a2.3 2.3 0 0 0 0 4.6zM2 13c.3-2.5 1.8-3.7 4-3.7s3.7 1.2 4 3.7M10.5 7.3a2 2 0 1 0-.6-3.9M11.5 9.5c1.5.3 2.3 1.4 2.5 3.2',
  groups: 'M2.5 4.5h4v4h-4zM9.5 4.5h4v4h-4zM6 11h4v2.5H6zM4.5 8.5v1.5h7V8.5M8 10v1',
  roles:
    'M8 7.5a2.5 2.5 0 1 0 0-5a2.5 2.5 0 0 0 0 5zM3 13.5c.4-2.8 2.2-4 5-4M10 11.8l1.3 1.3 2.4-2.7',
  audit: 'M4 2.5h6l2.5 2.5v8.5H4zM6 6.5h4.5M6 9h4.5M6 11.3h2.5',
  setup:
    'M9.8 3.2a3.2 3.2 0 0 0-3.9 4.3L2.6 10.8l2.6 2.6 3.3-3.3a3.2 3.2 0 0 0 4.3-3.9l-1.9 1.9-2-.6-.6-2z',
  settings:
    'M8 5.8a2.2 2.2 0 1 0 0 4.4a2.2 2.2 0 0 0 0-4.4zM8 2v1.7M8 12.3V14M2 8h1.7M12.3 8H14M3.8 3.8L5 5M11 11l1.2 1.2M12.2 3.8L11 5M5 11l-1.2 1.2',
  account: 'M8 8a2.7 2.7 0 1 0 0-5.4a2.7 2.7 0 0 0 0 5.4zM3 13.5c.4-2.8 2.2-4 5-4s4.6 1.2 5 4',
  search: 'M7 11.5a4.5 4.5 0 1 0 0-9a4.5 4.5 0 0 0 0 9zM10.3 10.3L13.5 13.5',
  menu: 'M2.5 4.5h11M2.5 8h11M2.5 11.5h11',
  close: 'M4 4l8 8M12 4l-8 8',
  copy: 'M5.5 5.5h8v8h-8zM3.5 10.5h-1v-8h8v1',
  tick: 'M3 8.5l3.2 3L13 4.8',
  cross: 'M4.5 4.5l7 7M11.5 4.5l-7 7',
  alert: 'M8 2.5l6 10.5H2zM8 6.5v3M8 11.2v.3',
  clock: 'M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 0 0 0-11zM8 5v3.2l2 1.3',
  dot: 'M8 5.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 0 0 0-5z',
  question:
    'M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 0 0 0-11zM6.4 6.5a1.6 1.6 0 1 1 2.3 1.4c-.5.3-.7.6-.7 1.1M8 11v.3',
  pause: 'M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 0 0 0-11zM6.7 6v4M9.3 6v4',
  plus: 'M8 3v10M3 8h10',
  arrow: 'M3 8h9.5M9 4.5L12.5 8 9 11.5',
  back: 'M13 8H3.5M7 4.5L3.5 8 7 11.5',
  chevron: 'M6 4l4 4-4 4',
  down: 'M4 6l4 4 4-4',
  external: 'M6.5 3.5h-3v9h9v-3M9 3h4v4M13 3L7.5 8.5',
  light:
    'M8 5.3a2.7 2.7 0 1 0 0 5.4a2.7 2.7 0 0 0 0-5.4zM8 1.8v1.5M8 12.7v1.5M1.8 8h1.5M12.7 8h1.5M3.6 3.6l1.1 1.1M11.3 11.3l1.1 1.1M12.4 3.6l-1.1 1.1M4.7 11.3l-1.1 1.1',
  dark: 'M13 9.5A5.5 5.5 0 0 1 6.5 3a5.5 5.5 0 1 0 6.5 6.5z',
  out: 'M6.5 3h-3v10h3M9.5 5l3 3-3 3M12.5 8h-6',
  refresh: 'M13 8a5 5 0 1 1-1.6-3.7M13 2.5v3h-3',
  passkey:
    'M6 7.5a2.5 2.5 0 1 0 0-5a2.5 2.5 0 0 0 0 5zM1.8 13c.3-2.5 1.8-3.7 4.2-3.7h1M11.5 9a2 2 0 1 0-.01 0M11.5 9v5M11.5 11.5h1.5',
  read: 'M1.8 8S4 4 8 4s6.2 4 6.2 4S12 12 8 12 1.8 8 1.8 8zM8 6.3a1.7 1.7 0 1 0 0 3.4a1.7 1.7 0 0 0 0-3.4z',
  write: 'M3 13l.7-3L10.8 2.9l2.3 2.3L6 12.3zM9.3 4.4l2.3 2.3',
} as const

export type IconName = keyof typeof paths

/** Decoration: hidden from screen readers, for a word says the same. */
export function Icon(props: { name: IconName; size?: number } & SVGProps<SVGSVGElement>) {
  const { name, size = 16, ...rest } = props
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.4}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      {...rest}
    >
      <path d={paths[name]} />
    </svg>
  )
}
