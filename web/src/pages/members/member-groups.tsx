// The groups that a member is in, as boxes to tick: each tick is done at once.
import { Checkbox } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { ask } from '../../hub/client.ts'
import { groupsQuery, type Member, pathOf } from '../../hub/people.ts'
import { useMay } from '../../hub/permissions.ts'
import { problemOf } from '../../hub/problem.ts'
import { useAct } from '../../kit/act.ts'
import { ErrorCard } from '../../kit/error-card.tsx'
import { Literal } from '../../kit/exact-input.tsx'
import { TextLink } from '../../kit/links.tsx'
import { Section } from '../../kit/page.tsx'
import { SkeletonRows } from '../../kit/skeletons.tsx'
import styles from './members.module.css'

export function MemberGroups(props: { member: Member }) {
  const { member } = props
  const may = useMay()
  const mayWrite = may('members:write')
  const groups = useQuery(groupsQuery)
  const own = groups.data?.filter(({ id }) => member.groupIds.includes(id)) ?? []
  const change = useAct(
    ({ id, isIn }: { id: string; name: string; isIn: boolean }) =>
      isIn
        ? ask('POST', pathOf(['groups', id, 'members']), { memberId: member.id })
        : ask('DELETE', pathOf(['groups', id, 'members', member.id])),
    {
      renews: [['members'], ['groups']],
      says: (_, { name, isIn }) => `${member.name} is ${isIn ? 'in' : 'no longer in'} ${name}.`,
    },
  )
  return (
    <Section title="Groups" aside={<TextLink to="/groups">All groups</TextLink>}>
      {groups.isPending && <SkeletonRows count={2} />}
      {groups.error && <ErrorCard problem={problemOf(groups.error)} />}
      {groups.data?.length === 0 && (
        <p className={styles.faint}>
          There are no groups. <TextLink to="/groups">Make one</TextLink> to give some members a
          connection or a rule of their own.
        </p>
      )}
      {!mayWrite && groups.data && (
        <p>
          <Literal text={own.map(({ name }) => name).join(', ') || 'None.'} />
        </p>
      )}
      {mayWrite && (
        <div className={styles.choices}>
          {groups.data?.map(({ id, name, description }) => (
            <Checkbox
              key={id}
              label={<Literal text={name} />}
              description={description && <Literal text={description} />}
              checked={member.groupIds.includes(id)}
              onChange={(event) => change.run({ id, name, isIn: event.currentTarget.checked })}
            />
          ))}
        </div>
      )}
    </Section>
  )
}
