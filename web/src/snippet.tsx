// Text to copy: scrolls sideways when it is long, and one button copies it.
import { ActionIcon, CopyButton } from '@mantine/core'
import styles from './try-card.module.css'

/** `label` names the text for people who do not see it. */
export function Snippet(props: { text: string; label: string }) {
  const { text, label } = props
  return (
    <div className={`${styles.snippet} ${text.includes('\n') ? '' : styles.prose}`}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard (WCAG 2.1.1) */}
      <section className={styles.text} tabIndex={0} aria-label={label}>
        <pre>{text}</pre>
      </section>
      <CopyButton value={text} timeout={1500}>
        {({ copied, copy }) => (
          <ActionIcon
            variant="transparent"
            size="md"
            onClick={copy}
            aria-label={copied ? 'Copied' : `Copy: ${label}`}
            title={copied ? 'Copied' : 'Copy'}
          >
            {copied ? <Tick /> : <Sheets />}
          </ActionIcon>
        )}
      </CopyButton>
    </div>
  )
}

const line = {
  width: 16,
  height: 16,
  viewBox: '0 0 16 16',
  fill: 'none',
  stroke: 'currentColor',
  strokeWidth: 1.5,
  strokeLinecap: 'round',
  strokeLinejoin: 'round',
} as const

const Sheets = () => (
  <svg {...line} aria-hidden="true">
    <rect x="5.5" y="5.5" width="8" height="8" rx="1.5" />
    <path d="M3.5 10.5a1 1 0 0 1-1-1v-6a1 1 0 0 1 1-1h6a1 1 0 0 1 1 1" />
  </svg>
)

const Tick = () => (
  <svg {...line} aria-hidden="true">
    <path d="m3 8.5 3.2 3L13 4.8" />
  </svg>
)
