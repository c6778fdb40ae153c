// The front page: what Causeway is, whether it runs, who you are, where to look, what to try.
import { Anchor } from '@mantine/core'
import { Bridge, Mark } from './drawings.tsx'
import styles from './home.module.css'
import { readHealth, readMe } from './hub.ts'
import { LookCard } from './look-card.tsx'
import { SchemeToggle } from './scheme-toggle.tsx'
import { StateCard } from './state-card.tsx'
import { TryCard } from './try-card.tsx'
import { usePolled } from './use-polled.ts'
import { YouCard } from './you-card.tsx'

const healthEveryMs = 10_000
const meEveryMs = 60_000

/** The page at `/`. */
export function Home() {
  const [health] = usePolled(readHealth, healthEveryMs)
  const [me] = usePolled(readMe, meEveryMs)
  const simulatorUrl = health.state === 'known' ? health.value.simulatorUrl : null
  return (
    <div className={styles.page}>
      <header className={styles.top}>
        <span className={styles.mark}>
          <Mark />
          Causeway
        </span>
        <nav className={styles.tools} aria-label="Reference">
          <Anchor href="/docs" underline="hover">
            API
          </Anchor>
          <SchemeToggle />
        </nav>
      </header>
      <main>
        <div className={styles.hero}>
          <div>
            <h1>Your team’s chat, joined to the systems you run on</h1>
            <p>
              Causeway lets people ask the assistant in Slack, answers from company data they may
              see, does things after they confirm, and opens that whole to other programs.
            </p>
          </div>
          <Bridge />
        </div>
        <div className={styles.columns}>
          <TryCard simulatorUrl={simulatorUrl} origin={location.origin} />
          <div className={styles.stack}>
            <StateCard health={health} />
            <YouCard me={me} local={simulatorUrl !== null} />
            <LookCard simulatorUrl={simulatorUrl} />
          </div>
        </div>
      </main>
    </div>
  )
}
