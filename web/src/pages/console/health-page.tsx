// How the hub fares, in numbers: what it stands on, its versions, each shard's queues and what stands still.
import { useQuery } from '@tanstack/react-query'
import { ask } from '../../hub/client.ts'
import { problemOf } from '../../hub/problem.ts'
import { ErrorCard } from '../../kit/error-card.tsx'
import {
  Columns,
  Fact,
  Facts,
  Page,
  Section,
  Stacked,
  StateFact,
  StateStrip,
} from '../../kit/page.tsx'
import { SkeletonBlock } from '../../kit/skeletons.tsx'
import { Status, sentence } from '../../kit/status.tsx'
import { durationWords, Time } from '../../kit/time.tsx'
import styles from './console.module.css'
import type { HubHealth } from './operator.ts'

const everyMs = 15_000

/** What stands still, in words: the API's kinds. */
const stuckWords: Readonly<Record<string, string>> = {
  runs_lapsed: 'Runs whose outcome nobody recorded',
  deliveries_overdue: 'Deliveries overdue',
  approvals_late: 'Approvals past their end',
  claims_late: 'Claims between databases not settled',
  audit_not_sealed: 'Audit logs behind their rows',
  notices_overdue: 'Notices overdue',
  dead_letters: 'Messages that were given up',
}

export function HealthPage() {
  const query = useQuery({
    queryKey: ['operator', 'health'],
    refetchInterval: everyMs,
    queryFn: () => ask<HubHealth>('GET', '/operator/health'),
  })
  const health = query.data
  const stuck = health?.shards.reduce(
    (sum, shard) => sum + shard.stuck.reduce((all, { count }) => all + count, 0),
    0,
  )
  const isUp =
    health && Object.values(health.dependencies).every((each) => goodWords.has(wordOf(each)))
  return (
    <Page
      title="Health"
      purpose="How this hub fares, in numbers. Nothing that an organization holds is here."
      status={
        health && (
          <Status
            word={isUp && stuck === 0 ? 'ok' : 'failing'}
            says={
              isUp
                ? stuck === 0
                  ? 'All is well'
                  : 'Something stands still'
                : 'Look at what it stands on'
            }
            tone={isUp ? (stuck === 0 ? 'good' : 'fair') : 'poor'}
          />
        )
      }
      strip={
        health && (
          <StateStrip>
            <StateFact name="Organizations">
              {health.shards.reduce((sum, each) => sum + each.organizations, 0)}
            </StateFact>
            <StateFact name="Deliveries due">
              {health.shards.reduce((sum, each) => sum + (each.queues.deliveriesDue ?? 0), 0)}
            </StateFact>
            <StateFact name="Standing still">{stuck}</StateFact>
            <StateFact name="Version">{health.versions.hub}</StateFact>
          </StateStrip>
        )
      }
    >
      {query.isPending && <SkeletonBlock height={320} />}
      {query.isError && !health && (
        <ErrorCard problem={problemOf(query.error)} onRetry={() => void query.refetch()} />
      )}
      {health && (
        <Columns>
          <Stacked>
            {health.shards.map((shard) => (
              <Shard key={shard.shard} shard={shard} />
            ))}
          </Stacked>
          <Stacked>
            <Dependencies health={health} />
            <Versions health={health} />
          </Stacked>
        </Columns>
      )}
    </Page>
  )
}

function Shard(props: { shard: HubHealth['shards'][number] }) {
  const { shard, organizations, queues, stuck } = props.shard
  return (
    <Section
      title={`Shard ${shard}`}
      aside={organizations === 1 ? '1 organization' : `${organizations} organizations`}
    >
      <Facts>
        {Object.entries(queues).map(([name, value]) => (
          <Fact key={name} name={wordsOf(name)}>
            {shownValue(name, value)}
          </Fact>
        ))}
      </Facts>
      {stuck.length === 0 ? (
        <p>
          <Status word="done" says="Nothing stands still" />
        </p>
      ) : (
        <ul className={styles.plain}>
          {stuck.map(({ kind, count, oldestAt }) => (
            <li key={kind}>
              <Status word="failing" says={`${stuckWords[kind] ?? sentence(kind)}: ${count}`} />
              {oldestAt && (
                <span className={styles.quiet}>
                  {' '}
                  the oldest <Time at={oldestAt} />
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

/** `oldestDueSeconds` reads “Oldest due”: the unit stands with the value. */
const wordsOf = (name: string) =>
  sentence(
    name
      .replace(/Seconds$/, '')
      .replaceAll(/([A-Z])/g, ' $1')
      .toLowerCase(),
  )

function shownValue(name: string, value: number | null): string {
  if (value === null) return '—'
  return name.endsWith('Seconds') ? durationWords(value * 1000) : value.toLocaleString('en')
}

const goodWords = new Set(['ok', 'set', 'up', 'simulated', 'none', 'local'])

function wordOf(state: unknown): string {
  if (typeof state === 'string') return state
  if (typeof state === 'object' && state !== null && 'status' in state) return String(state.status)
  return 'unknown'
}

function Dependencies(props: { health: HubHealth }) {
  return (
    <Section title="Stands on">
      <Facts>
        {Object.entries(props.health.dependencies).map(([name, state]) => (
          <Fact key={name} name={wordsOf(name)}>
            <Status
              word={wordOf(state)}
              {...(goodWords.has(wordOf(state)) ? { tone: 'good' as const } : {})}
            />
          </Fact>
        ))}
      </Facts>
    </Section>
  )
}

function Versions(props: { health: HubHealth }) {
  const { hub, compatibilityDate, migrations } = props.health.versions
  return (
    <Section title="Versions">
      <Facts>
        <Fact name="Hub">{hub}</Fact>
        <Fact name="Runtime of">{compatibilityDate}</Fact>
        {Object.entries(migrations).map(([database, { applied, expected, missing }]) => (
          <Fact key={database} name={sentence(database)}>
            {applied === null ? (
              <Status word="unknown" says="Not known" />
            ) : missing !== null && missing.length === 0 ? (
              <Status word="ok" says={`${applied} of ${expected} migrations`} />
            ) : (
              <Status word="failing" says={`Missing: ${missing?.join(', ')}`} />
            )}
          </Fact>
        ))}
      </Facts>
    </Section>
  )
}
