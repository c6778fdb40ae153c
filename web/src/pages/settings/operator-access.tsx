// Whether the people who run this hub may look into the organization: only by its consent, for a time, each look in the audit trail.
import { Button, Modal, NativeSelect, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { hub, told } from '../../hub/client.ts'
import { useMay } from '../../hub/permissions.ts'
import { problemOf } from '../../hub/problem.ts'
import { useAct } from '../../kit/act.ts'
import { Actor } from '../../kit/actor.tsx'
import dialog from '../../kit/dialog.module.css'
import { ErrorCard } from '../../kit/error-card.tsx'
import { Literal } from '../../kit/exact-input.tsx'
import { Section } from '../../kit/page.tsx'
import { SkeletonRows } from '../../kit/skeletons.tsx'
import { Status } from '../../kit/status.tsx'
import { Time } from '../../kit/time.tsx'
import { useProblem } from '../../kit/use-problem.ts'
import styles from './settings.module.css'

const consentsQuery = queryOptions({
  queryKey: ['operator-consents'],
  queryFn: async () =>
    (await told(hub.GET('/v1/operator-consents', { params: { query: { limit: 10 } } }))).data,
})

export const useConsents = () => useQuery(consentsQuery)

type Consent = Awaited<ReturnType<NonNullable<typeof consentsQuery.queryFn>>>[number]

export const isLiving = ({ endedAt, expiresAt }: Consent) =>
  endedAt === null && Date.parse(expiresAt) > Date.now()

export function OperatorAccess() {
  const may = useMay()
  const { data, error, isPending } = useConsents()
  const [isAsking, setAsking] = useState(false)
  const mayWrite = may('organization:write')
  const living = data?.filter(isLiving) ?? []
  const past = data?.filter((consent) => !isLiving(consent)) ?? []
  return (
    <Section title="Operator’s access">
      <p className={styles.faint}>
        The people who run this hub see whether it works, never what is in it. For help you can let
        them read, for a time; each look stands in your audit trail. They never see a credential.
      </p>
      {isPending && <SkeletonRows count={2} />}
      {error && <ErrorCard problem={problemOf(error)} />}
      {living.map((consent) => (
        <Living key={consent.id} consent={consent} mayEnd={mayWrite} />
      ))}
      {data && living.length === 0 && <Status word="ok" says="Nobody may look in" />}
      {mayWrite && living.length === 0 && (
        <div className={styles.acts}>
          <Button variant="default" size="xs" onClick={() => setAsking(true)}>
            Let them look in
          </Button>
        </div>
      )}
      {past.length > 0 && (
        <details className={styles.past}>
          <summary>Before</summary>
          <ul>
            {past.map(({ id, reason, createdAt, expiresAt, endedAt, grantedBy }) => (
              <li key={id}>
                <Literal text={reason} />
                <span className={styles.faint}>
                  {' '}
                  from <Time at={createdAt} /> to <Time at={endedAt ?? expiresAt} />, by{' '}
                  <Actor actor={grantedBy} isInSentence />
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
      <Modal
        opened={isAsking}
        onClose={() => setAsking(false)}
        title="Let the operator look in"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {isAsking && <Consenting onClose={() => setAsking(false)} />}
      </Modal>
    </Section>
  )
}

function Living(props: { consent: Consent; mayEnd: boolean }) {
  const { id, reason, expiresAt, grantedBy } = props.consent
  const end = useAct(
    () =>
      told(
        hub.DELETE('/v1/operator-consents/{consentId}', { params: { path: { consentId: id } } }),
      ),
    { renews: [['operator-consents']], says: 'Ended. The operator sees nothing from now on.' },
  )
  return (
    <div className={styles.living}>
      <Status word="unknown" says="The operator may look in" />
      <p>
        <Literal text={reason} />
      </p>
      <p className={styles.faint}>
        Ends <Time at={expiresAt} />; given by <Actor actor={grantedBy} isInSentence />
      </p>
      {props.mayEnd && (
        <div className={styles.acts}>
          <Button variant="default" size="xs" loading={end.isRunning} onClick={() => end.run()}>
            End it now
          </Button>
        </div>
      )}
    </div>
  )
}

const hoursChoices = [1, 2, 4, 8, 24, 48, 72]

function Consenting(props: { onClose: () => void }) {
  const { onClose } = props
  const form = useForm({
    initialValues: { hours: 4, reason: '' },
    validate: { reason: (text) => (text.trim() === '' ? 'What should they look at?' : null) },
  })
  const grant = useAct(
    (body: { hours: number; reason: string }) => told(hub.POST('/v1/operator-consents', { body })),
    {
      isQuiet: true,
      renews: [['operator-consents']],
      says: 'The operator may look in. You can end it at any time.',
      onDone: onClose,
    },
  )
  const unplaced = useProblem(form, grant.problem, ['hours', 'reason'])
  return (
    <form
      className={dialog.body}
      noValidate
      onSubmit={form.onSubmit(({ hours, reason }) => grant.run({ hours, reason: reason.trim() }))}
    >
      {unplaced && grant.problem && <ErrorCard problem={grant.problem} unplaced={unplaced} />}
      <p>
        They may read connections, runs, deliveries, members and the audit trail, and change
        nothing.
      </p>
      <NativeSelect
        label="For how long"
        name="hours"
        value={String(form.values.hours)}
        error={form.errors.hours}
        data={hoursChoices.map((hours) => ({
          value: String(hours),
          label: `${hours} ${hours === 1 ? 'hour' : 'hours'}`,
        }))}
        onChange={(event) => form.setFieldValue('hours', Number(event.currentTarget.value))}
      />
      <Textarea
        label="What for"
        description="They read it, and it stands in the audit trail"
        name="reason"
        placeholder="Deliveries to our CRM fail since this morning."
        rows={3}
        maxLength={500}
        required
        data-autofocus
        {...form.getInputProps('reason')}
      />
      <div className={`${dialog.actions} ${dialog.end}`}>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={grant.isRunning}>
          Let them look in
        </Button>
      </div>
    </form>
  )
}
