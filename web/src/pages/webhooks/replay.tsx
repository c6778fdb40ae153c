// The dialog that sends an endpoint the events of a range again. One call takes a thousand; a longer range goes on from there, with
// what was done so far in view.
import { Button, Modal, NativeSelect, Radio, TextInput } from '@mantine/core'
import { useState } from 'react'
import { hub, told } from '../../hub/client.ts'
import { useAct } from '../../kit/act.ts'
import dialog from '../../kit/dialog.module.css'
import { ErrorCard } from '../../kit/error-card.tsx'
import type { Endpoint } from './endpoints.ts'
import styles from './webhooks.module.css'

const hourMs = 3_600_000
const ranges = [
  ['1', 'The last hour'],
  ['24', 'The last day'],
  ['168', 'The last week'],
  ['own', 'From … to …'],
] as const

const kinds = [
  ['failed', 'What failed', 'Events whose last try failed'],
  ['missing', 'What it never got', 'Events from while it was paused, or before it was made'],
  ['all', 'Everything', 'What was delivered too: your receiver sees the same webhook-id again'],
] as const

type Kind = (typeof kinds)[number][0]

export function Replay(props: { endpoint: Endpoint; opened: boolean; onClose: () => void }) {
  const { opened, onClose } = props
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Replay events"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {opened && <ReplayForm {...props} />}
    </Modal>
  )
}

function ReplayForm(props: { endpoint: Endpoint; onClose: () => void }) {
  const { endpoint, onClose } = props
  const [kind, setKind] = useState<Kind>('failed')
  const [range, setRange] = useState<string>('24')
  const [own, setOwn] = useState({ since: localText(Date.now() - 24 * hourMs), until: '' })
  const [sent, setSent] = useState(0)
  const replay = useAct(
    (body: { since: string; until?: string }) =>
      told(
        hub.POST('/v1/webhook-endpoints/{endpointId}/replay', {
          params: { path: { endpointId: endpoint.id } },
          body: { ...body, only: kind },
        }),
      ),
    {
      isQuiet: true,
      renews: [['deliveries', endpoint.id]],
      onDone: ({ count }) => setSent((before) => before + count),
    },
  )
  const until = range === 'own' && own.until !== '' ? { until: isoOf(own.until) } : {}
  const begin = () => {
    const sinceMs = range === 'own' ? null : Date.now() - Number(range) * hourMs
    setSent(0)
    replay.run({
      since: sinceMs === null ? isoOf(own.since) : new Date(sinceMs).toISOString(),
      ...until,
    })
  }
  const nextSince = replay.result?.nextSince ?? null
  const isDone = replay.result !== undefined && nextSince === null
  return (
    <form
      className={dialog.body}
      onSubmit={(event) => {
        event.preventDefault()
        if (isDone) onClose()
        else if (nextSince) replay.run({ since: nextSince, ...until })
        else begin()
      }}
    >
      {replay.problem && <ErrorCard problem={replay.problem} />}
      <Radio.Group
        label="Which events"
        value={kind}
        onChange={(value) => setKind(kinds.find(([each]) => each === value)?.[0] ?? 'failed')}
      >
        <div className={styles.choices}>
          {kinds.map(([value, label, description]) => (
            <Radio key={value} value={value} label={label} description={description} />
          ))}
        </div>
      </Radio.Group>
      <NativeSelect
        label="Of which time"
        data={ranges.map(([value, label]) => ({ value, label }))}
        value={range}
        onChange={(event) => setRange(event.currentTarget.value)}
      />
      {range === 'own' && (
        <div className={styles.pair}>
          <TextInput
            label="From"
            type="datetime-local"
            required
            value={own.since}
            onChange={(event) => setOwn({ ...own, since: event.currentTarget.value })}
          />
          <TextInput
            label="To"
            description="Empty: until now"
            type="datetime-local"
            value={own.until}
            onChange={(event) => setOwn({ ...own, until: event.currentTarget.value })}
          />
        </div>
      )}
      {!endpoint.enabled && <p>The endpoint is paused: enable it first.</p>}
      {replay.result && (
        <p role="status">
          {sent.toLocaleString('en')} {sent === 1 ? 'delivery is' : 'deliveries are'} on the way.
          {nextSince && ' The range holds more.'}
        </p>
      )}
      <div className={`${dialog.actions} ${dialog.end}`}>
        <Button variant="default" onClick={onClose}>
          {replay.result ? 'Close' : 'Cancel'}
        </Button>
        {!isDone && (
          <Button type="submit" loading={replay.isRunning} disabled={!endpoint.enabled}>
            {nextSince ? 'Send the next thousand' : 'Send again'}
          </Button>
        )}
      </div>
    </form>
  )
}

/** A moment as the field wants it: in the reader's zone, without one. */
function localText(ms: number): string {
  const date = new Date(ms)
  return new Date(ms - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

const isoOf = (local: string) => {
  const date = new Date(local)
  return Number.isNaN(date.getTime()) ? local : date.toISOString()
}
