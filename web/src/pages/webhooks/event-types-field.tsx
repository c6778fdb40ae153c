// Which events an endpoint gets: every one, or groups by a tick and single types by name. Its value is the API's: null for every
// event, else a list of patterns.
import { Checkbox, Radio, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { sentence } from '../../kit/status.tsx'
import { eventTypesQuery } from './endpoints.ts'
import styles from './event-types-field.module.css'

const own = 'custom.*'

export function EventTypesField(props: {
  value: readonly string[] | null
  error: ReactNode
  onChange: (value: string[] | null) => void
}) {
  const { value, error, onChange } = props
  const { data: types = [] } = useQuery(eventTypesQuery)
  const groups = [own, ...new Set(types.map(({ group }) => group))]
  const chosen = value ?? []
  const isGroup = (pattern: string) => pattern.endsWith('.*')
  const [singles, setSingles] = useState(chosen.filter((each) => !isGroup(each)).join(', '))
  const change = (patterns: readonly string[], text: string) =>
    onChange([...new Set([...patterns, ...wordsOf(text)])])
  const flip = (group: string, isOn: boolean) => {
    const rest = chosen.filter((each) => isGroup(each) && each !== group)
    change(isOn ? [...rest, group] : rest, singles)
  }
  return (
    <div className={styles.field}>
      <Radio.Group
        label="Events"
        value={value === null ? 'all' : 'some'}
        onChange={(choice) => (choice === 'all' ? onChange(null) : change([], singles))}
      >
        <div className={styles.either}>
          <Radio value="all" label="Every event" />
          <Radio value="some" label="Only some" />
        </div>
      </Radio.Group>
      {value !== null && (
        <>
          <fieldset className={styles.groups}>
            <legend>Groups</legend>
            {groups.map((group) => (
              <Checkbox
                key={group}
                label={groupWords(group)}
                description={membersOf(types, group)}
                checked={chosen.includes(group)}
                onChange={(event) => flip(group, event.currentTarget.checked)}
              />
            ))}
          </fieldset>
          <TextInput
            label="Single types, or your own"
            description="With commas between; .* at the end takes a whole group"
            placeholder="run.failed, custom.order.paid"
            name="eventTypes"
            spellCheck={false}
            value={singles}
            error={error}
            onChange={(event) => {
              setSingles(event.currentTarget.value)
              change(chosen.filter(isGroup), event.currentTarget.value)
            }}
          />
        </>
      )}
    </div>
  )
}

const wordsOf = (text: string) => text.split(/[\s,]+/).filter((word) => word !== '')

const groupWords = (group: string) =>
  group === own ? 'Your own (custom.…)' : `${sentence(group.slice(0, -2))}`

function membersOf(types: readonly { type: string; group: string }[], group: string): string {
  if (group === own) return 'What you publish by the API'
  return types
    .filter((each) => each.group === group)
    .map(({ type }) => type.slice(type.indexOf('.') + 1).replaceAll('_', ' '))
    .join(', ')
}
