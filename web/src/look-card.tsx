// Where to look next: the reference, the pretend vendors, the guides.
import { Anchor } from '@mantine/core'
import { Card } from './card.tsx'
import styles from './rows.module.css'

type Place = { readonly name: string; readonly href: string; readonly what: string }

const reference: readonly Place[] = [
  { name: 'API reference', href: '/docs', what: 'every operation, with examples' },
  { name: 'OpenAPI 3.1', href: '/openapi.json', what: 'the same, for programs' },
]

/** Links; the pretend vendors are listed only where there are some. */
export function LookCard(props: { simulatorUrl: string | null }) {
  const { simulatorUrl } = props
  const places =
    simulatorUrl === null
      ? reference
      : [
          { name: 'Pretend vendors', href: simulatorUrl, what: 'play a person in Slack' },
          ...reference,
        ]
  return (
    <Card title="Where to look">
      <ul className={styles.rows}>
        {places.map(({ name, href, what }) => (
          <li className={styles.row} key={href}>
            <Anchor href={href} underline="hover" fw={550}>
              {name}
            </Anchor>
            <span className={`${styles.value} ${styles.detail}`}>{what}</span>
          </li>
        ))}
        <li className={styles.row}>
          <span>Guides</span>
          <span className={`${styles.value} ${styles.detail}`}>README.md and docs/guides</span>
        </li>
      </ul>
    </Card>
  )
}
