// Who is invited and has not come yet: sent again by a new link, or withdrawn. Nothing is shown when nobody is.
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { ask } from '../../hub/client.ts'
import { pathOf, rolesQuery } from '../../hub/people.ts'
import { useMay } from '../../hub/permissions.ts'
import { useAct } from '../../kit/act.ts'
import { Actor } from '../../kit/actor.tsx'
import { Literal } from '../../kit/exact-input.tsx'
import { Section } from '../../kit/page.tsx'
import { Status } from '../../kit/status.tsx'
import { Time } from '../../kit/time.tsx'
import styles from './members.module.css'
import { type Invitation, openInvitationsQuery } from './members.ts'

export function Invitations() {
  const { data } = useQuery(openInvitationsQuery)
  if (!data || data.length === 0) return null
  return (
    <Section title="Invited" aside="a link works once, for seven days">
      <ul className={styles.list}>
        {data.map((invitation) => (
          <Row key={invitation.id} invitation={invitation} />
        ))}
      </ul>
    </Section>
  )
}

function Row(props: { invitation: Invitation }) {
  const { id, email, name, role, status, invitedBy, expiresAt } = props.invitation
  const may = useMay()
  const { data: roles } = useQuery(rolesQuery)
  const renews = [['invitations']]
  const resend = useAct(() => ask('POST', pathOf(['invitations', id, 'resend']), {}), {
    renews,
    says: `A new letter is on its way to ${email}.`,
  })
  const revoke = useAct(() => ask('DELETE', pathOf(['invitations', id])), {
    renews,
    says: `The invitation of ${email} is withdrawn.`,
  })
  return (
    <li className={styles.invitation}>
      <div className={styles.words}>
        <span className={styles.who}>
          <Literal text={email} />
          <Status word={status} says={status === 'pending' ? 'Waits for them' : 'Ran out'} />
        </span>
        <span className={styles.faint}>
          {name && (
            <>
              <Literal text={name} />,{' '}
            </>
          )}
          as {roles?.find((each) => each.id === role)?.name ?? role}, invited by{' '}
          <Actor actor={invitedBy} isInSentence />, {status === 'pending' ? 'until' : 'ended'}{' '}
          <Time at={expiresAt} />
        </span>
      </div>
      {may('members:write') && (
        <div className={styles.acts}>
          <Button
            variant="default"
            size="xs"
            loading={resend.isRunning}
            aria-label={`Send again to ${email}`}
            onClick={() => resend.run()}
          >
            Send again
          </Button>
          <Button
            variant="default"
            size="xs"
            loading={revoke.isRunning}
            aria-label={`Withdraw the invitation of ${email}`}
            onClick={() => revoke.run()}
          >
            Withdraw
          </Button>
        </div>
      )}
    </li>
  )
}
