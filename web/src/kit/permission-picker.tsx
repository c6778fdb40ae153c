// Permissions by ticks, a group for each resource, each with its sentence. Only those given are offered: a picker never offers what
// its person does not hold. One tick on a group's name takes the whole group.
import { Checkbox } from '@mantine/core'
import { useNames } from '../hub/names.ts'
import styles from './permission-picker.module.css'
import { sentence } from './status.tsx'

export interface NamedPermission {
  readonly permission: string
  readonly description: string
}

/** `value` may hold permissions that are not offered; they stay. */
export function PermissionPicker(props: {
  permissions: readonly NamedPermission[]
  value: readonly string[]
  onChange: (value: string[]) => void
}) {
  const { permissions, value, onChange } = props
  const names = useNames()
  const resources = [...new Set(permissions.map(({ permission }) => resourceOf(permission)))]
  const flip = (changed: readonly string[], isOn: boolean) => {
    const rest = value.filter((each) => !changed.includes(each))
    onChange(isOn ? [...rest, ...changed] : rest)
  }
  return (
    <div className={styles.groups}>
      {resources.map((resource) => {
        const group = permissions.filter(({ permission }) => resourceOf(permission) === resource)
        const all = group.map(({ permission }) => permission)
        const count = all.filter((each) => value.includes(each)).length
        const title = titleOf(resource, names.connector)
        return (
          <fieldset className={styles.group} key={resource}>
            <legend>
              <Checkbox
                label={title}
                checked={count === all.length}
                indeterminate={count > 0 && count < all.length}
                onChange={(event) => flip(all, event.currentTarget.checked)}
              />
            </legend>
            {group.map(({ permission, description }) => (
              <Checkbox
                key={permission}
                size="xs"
                label={<code>{permission}</code>}
                description={description}
                checked={value.includes(permission)}
                onChange={(event) => flip([permission], event.currentTarget.checked)}
              />
            ))}
          </fieldset>
        )
      })}
    </div>
  )
}

/** `actions:jira:read` is of `actions:jira`. */
const resourceOf = (permission: string) => permission.slice(0, permission.lastIndexOf(':'))

const titles: Readonly<Record<string, string>> = {
  'api-keys': 'API keys',
  actions: 'Actions of every vendor',
  audit: 'Audit trail',
}

function titleOf(resource: string, connectorName: (id: string) => string): string {
  const [, connector] = resource.split(':')
  if (connector !== undefined) return `Actions of ${connectorName(connector)}`
  return titles[resource] ?? sentence(resource)
}
