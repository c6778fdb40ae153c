// Which role: those that the person may give, each with what it is for. A role that holds more than one's own is not offered.
import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { mayGive, rolesQuery } from '../../hub/people.ts'
import { useMe } from '../../hub/permissions.ts'

/** `value` is always offered, even when it may not be given. */
export function RoleField(props: {
  value: string
  label: string
  error?: ReactNode
  disabled?: boolean
  onChange: (role: string) => void
}) {
  const { value, label, error, disabled = false, onChange } = props
  const me = useMe()
  const { data: roles } = useQuery(rolesQuery)
  const offered = roles?.filter((role) => role.id === value || mayGive(me, role)) ?? []
  const chosen = roles?.find(({ id }) => id === value)
  return (
    <NativeSelect
      label={label}
      name="role"
      description={chosen?.description ?? ''}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      value={value}
      error={error}
      disabled={disabled || !roles}
      onChange={(event) => onChange(event.currentTarget.value)}
    >
      {offered.length === 0 && <option value={value}>…</option>}
      {offered.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </NativeSelect>
  )
}
