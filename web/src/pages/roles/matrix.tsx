// Every permission by every role. Each cell says yes or no in words to those who do not see the mark.
import { VisuallyHidden } from '@mantine/core'
import { Fragment } from 'react'
import type { Permission, Role } from '../../hub/people.ts'
import { Literal } from '../../kit/exact-input.tsx'
import { Icon } from '../../kit/icons.tsx'
import { groupsOf, roleHolds } from './permissions.ts'
import styles from './roles.module.css'

export function Matrix(props: {
  roles: readonly Role[]
  permissions: readonly Permission[]
  withSystems: boolean
}) {
  const { roles, permissions, withSystems } = props
  const groups = groupsOf(permissions).filter(
    ({ name }) => withSystems || name !== 'Single systems',
  )
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard (WCAG 2.1.1)
    <section className={styles.scroll} tabIndex={0} aria-label="Permissions by role">
      <table className={styles.matrix}>
        <thead>
          <tr>
            <th scope="col">Permission</th>
            {roles.map(({ id, name, description }) => (
              <th key={id} scope="col" title={description ?? ''}>
                <Literal text={name} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <Fragment key={group.name}>
              <tr>
                <th className={styles.groupName} scope="colgroup" colSpan={roles.length + 1}>
                  {group.name}
                </th>
              </tr>
              {group.permissions.map((each) => (
                <tr key={each.permission}>
                  <th scope="row">
                    <span>{each.description}</span>
                    <code>{each.permission}</code>
                  </th>
                  {roles.map((role) => (
                    <td key={role.id}>
                      <Mark isHeld={roleHolds(role, each)} />
                    </td>
                  ))}
                </tr>
              ))}
            </Fragment>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Mark(props: { isHeld: boolean }) {
  return (
    <>
      <VisuallyHidden>{props.isHeld ? 'yes' : 'no'}</VisuallyHidden>
      <Icon
        name={props.isHeld ? 'tick' : 'dot'}
        size={props.isHeld ? 16 : 8}
        className={props.isHeld ? styles.yes : styles.no}
      />
    </>
  )
}
