// Filters of a list, kept in the URL, so that a view can be linked, bookmarked and gone back to.
import { NativeSelect, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { type ReactNode, useEffect, useState } from 'react'
import styles from './filters.module.css'
import { Icon } from './icons.tsx'

type Values<Name extends string> = { readonly [Key in Name]: string | undefined }

/** The values by name, undefined where not set, and a function that changes some of them. */
export function useFilters<const Name extends string>(
  names: readonly Name[],
): [Values<Name>, (changes: Partial<Values<Name>>) => void] {
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false })
  const navigate = useNavigate()
  const values = Object.fromEntries(
    names.map((name) => {
      const value = search[name]
      return [name, typeof value === 'string' && value !== '' ? value : undefined]
    }),
  ) as Values<Name>
  const change = (changes: Partial<Values<Name>>) =>
    void navigate({
      to: '.',
      search: (before: object) => ({ ...before, ...changes }),
      replace: true,
    } as never)
  return [values, change]
}

export function FilterBar(props: { children: ReactNode }) {
  return (
    <search className={styles.bar} aria-label="Filters">
      {props.children}
    </search>
  )
}

/** One of several, or all. */
export function ChoiceFilter(props: {
  label: string
  value: string | undefined
  choices: readonly (readonly [value: string, says: string])[]
  onChange: (value: string | undefined) => void
}) {
  const { label, value, choices, onChange } = props
  return (
    <NativeSelect
      className={styles.choice}
      size="xs"
      aria-label={label}
      value={value ?? ''}
      onChange={(event) => onChange(event.currentTarget.value || undefined)}
    >
      <option value="">{label}: all</option>
      {choices.map(([each, says]) => (
        <option key={each} value={each}>
          {says}
        </option>
      ))}
    </NativeSelect>
  )
}

const settledMs = 250

/** Text to look for; asked for when typing rests. */
export function TextFilter(props: {
  label: string
  value: string | undefined
  onChange: (value: string | undefined) => void
}) {
  const { label, value, onChange } = props
  const [typed, setTyped] = useState(value ?? '')
  useEffect(() => setTyped(value ?? ''), [value])
  const settle = useDebouncedCallback(
    (text: string) => onChange(text.trim() || undefined),
    settledMs,
  )
  return (
    <TextInput
      className={styles.text}
      size="xs"
      type="search"
      aria-label={label}
      placeholder={label}
      leftSection={<Icon name="search" size={14} />}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value)
        settle(event.currentTarget.value)
      }}
    />
  )
}
