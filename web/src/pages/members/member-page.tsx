// One member: their role, groups and signed-in browsers, and how they leave. What the reader may not do is not offered.
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { ask } from '../../hub/client.ts'
import { type Member, mayGive, pathOf, rolesQuery } from '../../hub/people.ts'
import { useMay, useMe } from '../../hub/permissions.ts'
import { problemOf } from '../../hub/problem.ts'
import { useAct } from '../../kit/act.ts'
import { ConfirmByName } from '../../kit/confirm-by-name.tsx'
import { ErrorCard } from '../../kit/error-card.tsx'
import { Literal } from '../../kit/exact-input.tsx'
import { Id } from '../../kit/id.tsx'
import { TextLink } from '../../kit/links.tsx'
import { Columns, Fact, Facts, Page as Frame, Section, Stacked } from '../../kit/page.tsx'
import { Sessions } from '../../kit/sessions.tsx'
import { SkeletonBlock, SkeletonRows } from '../../kit/skeletons.tsx'
import { Time } from '../../kit/time.tsx'
import { MemberGroups } from './member-groups.tsx'
import styles from './members.module.css'
import { memberQuery, memberSessionsQuery } from './members.ts'
import { RoleField } from './role-field.tsx'

export function Page() {
  const { memberId = '' } = useParams({ strict: false })
  const query = useQuery(memberQuery(memberId))
  const member = query.data
  const may = useMay()
  const mayManage = useMayManage(member)
  return (
    <Frame
      title={member?.name ?? 'Member'}
      purpose="What this person may do here, and where they are signed in."
      back={{ to: '/members', label: 'Members' }}
    >
      {query.isError && !member && (
        <ErrorCard problem={problemOf(query.error)} onRetry={() => void query.refetch()} />
      )}
      {query.isPending && <SkeletonBlock height={320} />}
      {member && (
        <Columns>
          <Stacked>
            <RoleSection key={member.role} member={member} mayManage={mayManage} />
            <MemberGroups member={member} />
            {may('members:write') && <SessionsSection member={member} mayManage={mayManage} />}
          </Stacked>
          <Stacked>
            <About member={member} />
            {mayManage && <Leaving member={member} />}
          </Stacked>
        </Columns>
      )}
    </Frame>
  )
}

/** Whoever holds more than the reader is not theirs to change. */
function useMayManage(member: Member | undefined): boolean {
  const may = useMay()
  const me = useMe()
  const { data: roles } = useQuery({ ...rolesQuery, enabled: may('members:write') })
  const role = roles?.find(({ id }) => id === member?.role)
  return may('members:write') && member !== undefined && (role ? mayGive(me, role) : true)
}

function RoleSection(props: { member: Member; mayManage: boolean }) {
  const { member, mayManage } = props
  const [role, setRole] = useState(member.role)
  const change = useAct(() => ask<Member>('PATCH', pathOf(['members', member.id]), { role }), {
    isQuiet: true,
    renews: [['members'], ['me']],
    says: ({ roleName }) => `${member.name} is ${roleName} now.`,
  })
  return (
    <Section title="Role" aside={<TextLink to="/roles">What each role may</TextLink>}>
      {change.problem && <ErrorCard problem={change.problem} />}
      <form
        className={styles.choices}
        onSubmit={(event) => {
          event.preventDefault()
          change.run()
        }}
      >
        <RoleField label="Role" value={role} disabled={!mayManage} onChange={setRole} />
        {!mayManage && (
          <p className={styles.faint}>
            {member.roleName} is for somebody else to change: nobody changes who may more than they.
          </p>
        )}
        {mayManage && role !== member.role && (
          <div className={styles.acts}>
            <Button type="submit" loading={change.isRunning}>
              Save the role
            </Button>
            <Button variant="default" onClick={() => setRole(member.role)}>
              Cancel
            </Button>
          </div>
        )}
      </form>
    </Section>
  )
}

function SessionsSection(props: { member: Member; mayManage: boolean }) {
  const { member, mayManage } = props
  const sessions = useQuery(memberSessionsQuery(member.id))
  const end = useAct(
    () => ask<{ ended: number }>('POST', pathOf(['members', member.id, 'sessions', 'end']), {}),
    {
      renews: [['members', member.id, 'sessions']],
      says: ({ ended }) => `${ended} signed-in ${ended === 1 ? 'browser' : 'browsers'} ended.`,
    },
  )
  const count = sessions.data?.length ?? 0
  return (
    <Section
      title="Signed in"
      aside={
        count > 0 &&
        mayManage && (
          <Button variant="default" size="xs" loading={end.isRunning} onClick={() => end.run()}>
            End all
          </Button>
        )
      }
    >
      {sessions.isPending && <SkeletonRows count={2} />}
      {sessions.error && <ErrorCard problem={problemOf(sessions.error)} />}
      {sessions.data && count === 0 && (
        <p className={styles.faint}>Nowhere at the moment. They sign in by a link or a passkey.</p>
      )}
      {count > 0 && <Sessions sessions={sessions.data ?? []} />}
    </Section>
  )
}

function About(props: { member: Member }) {
  const { member } = props
  return (
    <Section title="About them">
      <Facts>
        <Fact name="Address">
          <Literal text={member.email} />
        </Fact>
        <Fact name="Role">{member.roleName}</Fact>
        <Fact name="Joined">
          <Time at={member.createdAt} />
        </Fact>
        <Fact name="Seen">
          <Time at={member.lastSeenAt} />
        </Fact>
        <Fact name="Id">
          <Id id={member.id} />
        </Fact>
      </Facts>
    </Section>
  )
}

function Leaving(props: { member: Member }) {
  const { member } = props
  const me = useMe()
  const navigate = useNavigate()
  const [isAsked, setAsked] = useState(false)
  const isMe = member.id === me.id
  const remove = useAct(() => ask('DELETE', pathOf(['members', member.id])), {
    isQuiet: true,
    says: `${member.name} no longer belongs.`,
    renews: [['members', 'list'], ['members', 'newest'], ['groups']],
    onDone: () => (isMe ? location.assign('/sign-in') : void navigate({ to: '/members' })),
  })
  const close = () => {
    setAsked(false)
    remove.reset()
  }
  return (
    <Section title={isMe ? 'Leave' : 'Remove'}>
      <p className={styles.faint}>
        Signs {isMe ? 'you' : 'them'} out everywhere at once. What {isMe ? 'you' : 'they'} made
        stays with the organization.
        {member.role === 'owner' && ' The last owner stays: make somebody else an owner first.'}
      </p>
      <div className={styles.acts}>
        <Button variant="default" color="red" size="xs" onClick={() => setAsked(true)}>
          {isMe ? 'Leave the organization' : 'Remove this member'}
        </Button>
      </div>
      <ConfirmByName
        opened={isAsked}
        title={isMe ? 'Leave the organization' : 'Remove the member'}
        name={member.name}
        verb={isMe ? 'Leave' : 'Remove'}
        isRunning={remove.isRunning}
        problem={remove.problem}
        onConfirm={() => remove.run()}
        onClose={close}
      >
        <p>
          Every signed-in browser and passkey of {isMe ? 'yours' : 'theirs'} ends now. Only a new
          invitation lets {isMe ? 'you' : 'them'} in again.
        </p>
      </ConfirmByName>
    </Section>
  )
}
