// Suspends an organization, or lets it go on. Its name is typed, and the reason is shown to its people.
import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { ask } from '../../hub/client.ts'
import { useAct } from '../../kit/act.ts'
import { ConfirmByName } from '../../kit/confirm-by-name.tsx'
import { Icon } from '../../kit/icons.tsx'
import styles from './console.module.css'
import type { WholeOrganization } from './operator.ts'

export function Suspension(props: { organization: WholeOrganization }) {
  const { id, name, suspendedAt } = props.organization
  const [opened, setOpened] = useState(false)
  const [reason, setReason] = useState('')
  const change = useAct(
    (suspended: boolean) =>
      ask('PATCH', `/operator/organizations/${id}`, {
        suspended,
        ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
      }),
    {
      isQuiet: true,
      renews: [['operator', 'organizations']],
      says: (_, suspended) => (suspended ? `${name} is suspended.` : `${name} goes on.`),
      onDone: () => setOpened(false),
    },
  )
  if (suspendedAt !== null) {
    return (
      <Button loading={change.isRunning} onClick={() => change.run(false)}>
        Let it go on
      </Button>
    )
  }
  return (
    <>
      <Button variant="default" leftSection={<Icon name="pause" />} onClick={() => setOpened(true)}>
        Suspend
      </Button>
      <ConfirmByName
        opened={opened}
        title={`Suspend ${name}`}
        name={name}
        verb="Suspend"
        isRunning={change.isRunning}
        problem={change.problem}
        onConfirm={() => change.run(true)}
        onClose={() => setOpened(false)}
      >
        <div className={styles.form}>
          <p>
            Nobody is let in, keys are refused, and the assistant is silent, at once. Deliveries are
            held and go on afterwards; nothing is deleted.
          </p>
          <TextInput
            label="Reason, shown to its people"
            name="reason"
            required
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        </div>
      </ConfirmByName>
    </>
  )
}
