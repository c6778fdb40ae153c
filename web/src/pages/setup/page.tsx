// Setup: which vendors have an app that connections can be made through, and what is to be done for the others.
import { useQuery } from '@tanstack/react-query'
import { problemOf } from '../../hub/problem.ts'
import { ErrorCard } from '../../kit/error-card.tsx'
import { TextLink } from '../../kit/links.tsx'
import { Page as Frame, StateFact, StateStrip } from '../../kit/page.tsx'
import { SkeletonBlock } from '../../kit/skeletons.tsx'
import { Status } from '../../kit/status.tsx'
import styles from './setup.module.css'
import { type Setup, setupsQuery, stateOf } from './setups.ts'

export function Page() {
  const setups = useQuery(setupsQuery)
  const all = setups.data ?? []
  const waiting = all.filter((each) => stateOf(each).tone === 'fair')
  return (
    <Frame
      title="Setup"
      purpose="What an admin does once in each vendor’s own console, with the values to copy. Members connect afterwards with a click."
      strip={
        setups.data && (
          <StateStrip>
            <StateFact name="Ready">{all.length - waiting.length}</StateFact>
            <StateFact name="Not set up">{waiting.length}</StateFact>
          </StateStrip>
        )
      }
    >
      {setups.isPending && <SkeletonBlock height={200} />}
      {setups.isError && (
        <ErrorCard problem={problemOf(setups.error)} onRetry={() => void setups.refetch()} />
      )}
      <ul className={styles.grid}>
        {all.map((setup) => (
          <Card key={setup.connector} setup={setup} />
        ))}
      </ul>
    </Frame>
  )
}

function Card(props: { setup: Setup }) {
  const { setup } = props
  const { word, tone, says } = stateOf(setup)
  return (
    <li className={styles.card}>
      <div className={styles.cardHead}>
        <h2>
          <TextLink to={`/setup/${setup.connector}`}>{setup.name}</TextLink>
        </h2>
        <Status word={word} says={word} tone={tone} />
      </div>
      <p className={styles.quiet}>{says}</p>
      <p className={styles.small}>
        {setup.steps.length} {setup.steps.length === 1 ? 'step' : 'steps'}
        {setup.available ? '' : ' · its actions come with a later version'}
      </p>
    </li>
  )
}
