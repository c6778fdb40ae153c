// The hub's own health: one coloured word for each thing it depends on, asked again while it is looked at.
import { queryOptions, useQuery } from '@tanstack/react-query'
import { ask } from '../../hub/client.ts'
import { recordOf } from '../../hub/problem.ts'
import { Section } from '../../kit/page.tsx'
import { SkeletonRows } from '../../kit/skeletons.tsx'
import { Status, sentence, type Tone } from '../../kit/status.tsx'
import styles from './overview.module.css'

const everyMs = 15_000

interface Answer {
  readonly status: string
  readonly dependencies?: unknown
  readonly simulatorUrl?: unknown
}

export const healthQuery = queryOptions({
  queryKey: ['health'],
  refetchInterval: everyMs,
  queryFn: () => ask<Answer>('GET', '/health'),
})

export function Health() {
  const { data, isError } = useQuery(healthQuery)
  return (
    <Section title="Health" aside={<Whole status={data?.status} isError={isError} />} flush>
      {data ? (
        <ul className={styles.health}>
          {Object.entries(recordOf(data.dependencies)).map(([name, state]) => {
            const word = wordOf(state)
            return (
              <li key={name}>
                <span>{nameOf(name)}</span>
                <Status word={word} tone={toneOf(word)} />
              </li>
            )
          })}
        </ul>
      ) : isError ? (
        <p className={styles.note}>
          The hub did not answer. Nothing accepted is lost; this page asks again by itself.
        </p>
      ) : (
        <SkeletonRows count={5} />
      )}
    </Section>
  )
}

function Whole(props: { status: string | undefined; isError: boolean }) {
  if (props.isError) return <Status word="failing" says="Not answering" />
  if (props.status === undefined) return null
  return props.status === 'ok' ? (
    <Status word="ok" says="Running" />
  ) : (
    <Status word="unknown" says="Impaired" />
  )
}

function wordOf(state: unknown): string {
  const said = typeof state === 'string' ? state : recordOf(state).status
  return typeof said === 'string' ? said : 'unknown'
}

const goodWords = new Set(['ok', 'set', 'up', 'ready', 'healthy'])
const poorWords = new Set(['down', 'error', 'failed', 'failing', 'unavailable'])
const toneOf = (word: string): Tone =>
  goodWords.has(word) ? 'good' : poorWords.has(word) ? 'poor' : 'quiet'

/** `auditLog` reads “Audit log”. */
const nameOf = (name: string) =>
  sentence(name.replaceAll(/([a-z])([A-Z0-9])/g, '$1 $2').toLowerCase())
