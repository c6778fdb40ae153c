// What you are told, and by which way: a switch for each kind and way, done at once; and whether letters are gathered into one a day.
import type { operations } from '@causeway/sdk'
import { NativeSelect, Switch } from '@mantine/core'
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { hub, told } from '../../hub/client.ts'
import { problemOf } from '../../hub/problem.ts'
import { useAct } from '../../kit/act.ts'
import { ErrorCard } from '../../kit/error-card.tsx'
import { Section } from '../../kit/page.tsx'
import { SkeletonRows } from '../../kit/skeletons.tsx'
import styles from './account.module.css'

const noticesQuery = queryOptions({
  queryKey: ['me', 'notices'],
  queryFn: () => told(hub.GET('/v1/me/notices')),
})

type Settings = Awaited<ReturnType<NonNullable<typeof noticesQuery.queryFn>>>
type Notice = Settings['notices'][number]
type Change = NonNullable<
  operations['updateMyNotices']['requestBody']
>['content']['application/json']

const ways = [
  ['mail', 'Mail'],
  ['slack', 'Slack'],
] as const

export function Notices() {
  const { data, error, isPending, refetch } = useQuery(noticesQuery)
  const client = useQueryClient()
  const save = useAct((body: Change) => told(hub.PATCH('/v1/me/notices', { body })), {
    onDone: (settings) => client.setQueryData(noticesQuery.queryKey, settings),
  })
  return (
    <Section title="What you are told" flush={data !== undefined}>
      {isPending && <SkeletonRows count={5} />}
      {error && <ErrorCard problem={problemOf(error)} onRetry={() => void refetch()} />}
      {data && (
        <>
          <Digest settings={data} onChange={save.run} />
          <table className={styles.notices}>
            <thead>
              <tr>
                <th scope="col">Of what</th>
                {ways.map(([way, title]) => (
                  <th key={way} scope="col">
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {data.notices.map((notice) => (
                <Row key={notice.kind} notice={notice} onChange={save.run} />
              ))}
            </tbody>
          </table>
        </>
      )}
    </Section>
  )
}

function Row(props: { notice: Notice; onChange: (change: Change) => void }) {
  const { notice, onChange } = props
  return (
    <tr>
      <th scope="row">
        <span className={styles.kind}>{notice.title}</span>
        <span className={styles.faint}>{notice.description}</span>
        <span className={styles.faint}>
          For: {notice.audience}. To programs as <code>{notice.ways.webhook}</code>
        </span>
      </th>
      {ways.map(([way, title]) => {
        const { on, mutable } = notice.ways[way]
        return (
          <td key={way}>
            {mutable ? (
              <Switch
                size="sm"
                aria-label={`${notice.title} by ${title}`}
                checked={on}
                onChange={(event) =>
                  onChange({ notices: { [notice.kind]: { [way]: event.currentTarget.checked } } })
                }
              />
            ) : (
              <span className={styles.faint}>{on ? 'Always' : 'Never'}</span>
            )}
          </td>
        )
      })}
    </tr>
  )
}

function Digest(props: { settings: Settings; onChange: (change: Change) => void }) {
  const { settings, onChange } = props
  const isDaily = settings.digest === 'daily'
  return (
    <div className={styles.digest}>
      <Switch
        label="One letter a day"
        description="Gathers what can wait; the rest comes at once"
        checked={isDaily}
        onChange={(event) => onChange({ digest: event.currentTarget.checked ? 'daily' : 'off' })}
      />
      {isDaily && (
        <NativeSelect
          label="At"
          value={String(settings.digestHour)}
          data={hours.map((hour) => ({ value: String(hour), label: hourWords(hour) }))}
          onChange={(event) => onChange({ digestHour: Number(event.currentTarget.value) })}
        />
      )}
    </div>
  )
}

const hours = Array.from({ length: 24 }, (_, hour) => hour)
const clock = new Intl.DateTimeFormat('en', { hour: 'numeric', minute: '2-digit' })

/** An hour of UTC in the reader's zone: “8:00 AM”. */
const hourWords = (hour: number) => clock.format(new Date().setUTCHours(hour, 0, 0, 0))
