// Custom headers of an endpoint: rows of name and value. Known values are never told again: they are kept, or all replaced.
import { ActionIcon, Button, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { Icon } from '../../kit/icons.tsx'
import styles from './headers-field.module.css'

export interface HeaderRow {
  readonly id: number
  readonly name: string
  readonly value: string
}

/** `known` are the names that the endpoint has, null for a new one; `rows` is null while they are kept. */
export function HeadersField(props: {
  known: readonly string[] | null
  rows: readonly HeaderRow[] | null
  error: ReactNode
  onChange: (rows: HeaderRow[]) => void
}) {
  const { known, rows, error, onChange } = props
  const next = Math.max(0, ...(rows ?? []).map(({ id }) => id)) + 1
  const add = () => onChange([...(rows ?? []), { id: next, name: '', value: '' }])
  const change = (id: number, part: Partial<HeaderRow>) =>
    onChange((rows ?? []).map((row) => (row.id === id ? { ...row, ...part } : row)))
  return (
    <fieldset className={styles.field} data-path="headers" tabIndex={-1}>
      <legend>Headers sent with each event</legend>
      {rows === null && known && known.length > 0 && (
        <p className={styles.note}>
          {known.join(', ')}: kept as they are. Values are never shown again; new ones replace all.
        </p>
      )}
      {rows?.map(({ id, name, value }, index) => (
        <div className={styles.row} key={id}>
          <TextInput
            aria-label={`Name of header ${index + 1}`}
            placeholder="X-Token"
            value={name}
            onChange={(event) => change(id, { name: event.currentTarget.value })}
          />
          <TextInput
            aria-label={`Value of header ${index + 1}`}
            placeholder="its value"
            autoComplete="off"
            value={value}
            onChange={(event) => change(id, { value: event.currentTarget.value })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`Remove header ${index + 1}`}
            onClick={() => onChange(rows.filter((row) => row.id !== id))}
          >
            <Icon name="close" size={14} />
          </ActionIcon>
        </div>
      ))}
      {error && (
        <p className={styles.error} role="alert">
          {error}
        </p>
      )}
      <Button
        variant="default"
        size="xs"
        leftSection={<Icon name={known?.length && rows === null ? 'refresh' : 'plus'} size={14} />}
        onClick={add}
      >
        {known?.length && rows === null ? 'Replace them' : 'Add a header'}
      </Button>
    </fieldset>
  )
}
