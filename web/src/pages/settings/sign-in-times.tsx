// How long people stay signed in, and signing everybody out at once.
import { Button, NativeSelect } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { ask } from '../../hub/client.ts'
import { pathOf } from '../../hub/people.ts'
import { useMay } from '../../hub/permissions.ts'
import { useAct } from '../../kit/act.ts'
import { ConfirmByName } from '../../kit/confirm-by-name.tsx'
import { ErrorCard } from '../../kit/error-card.tsx'
import { Section } from '../../kit/page.tsx'
import { useProblem } from '../../kit/use-problem.ts'
import { type Organization, useChange } from './organization.ts'
import styles from './settings.module.css'

const fields = ['settings.sessionIdleMinutes', 'settings.sessionHours']
const idleMinutes = [15, 30, 60, 240, 480, 1440, 4320, 10_080]
const lifeHours = [1, 4, 8, 12, 24, 72, 168, 336, 720]

/** “30 minutes”, “8 hours”, “7 days”. */
export function durationName(minutes: number): string {
  const of = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`
  if (minutes % 1440 === 0) return of(minutes / 1440, 'day')
  if (minutes % 60 === 0) return of(minutes / 60, 'hour')
  return of(minutes, 'minute')
}

/** What is set is among the choices, even when another program set it. */
const choicesOf = (usual: readonly number[], value: number) =>
  [...new Set([...usual, value])].toSorted((a, b) => a - b)

export function SignInSection(props: { organization: Organization }) {
  const { organization } = props
  const { settings } = organization
  const may = useMay()
  if (!may('organization:write')) return null
  return (
    <Section title="Signing in">
      {settings && <Times settings={settings} />}
      <EndEverybody organization={organization} />
    </Section>
  )
}

function Times(props: { settings: NonNullable<Organization['settings']> }) {
  const { settings } = props
  const change = useChange('Saved. Open sign-ins follow at once.')
  const form = useForm({ initialValues: { settings: { ...settings } } })
  const unplaced = useProblem(form, change.problem, fields)
  const { sessionIdleMinutes, sessionHours } = form.values.settings
  const isChanged =
    sessionIdleMinutes !== settings.sessionIdleMinutes || sessionHours !== settings.sessionHours
  return (
    <form
      className={styles.form}
      onSubmit={form.onSubmit((values) => change.run({ settings: values.settings }))}
    >
      {unplaced && change.problem && <ErrorCard problem={change.problem} unplaced={unplaced} />}
      <div className={styles.sides}>
        <NativeSelect
          label="A sign-in that nobody uses ends after"
          name="settings.sessionIdleMinutes"
          value={String(sessionIdleMinutes)}
          error={form.errors['settings.sessionIdleMinutes']}
          data={choicesOf(idleMinutes, settings.sessionIdleMinutes).map((minutes) => ({
            value: String(minutes),
            label: durationName(minutes),
          }))}
          onChange={(event) =>
            form.setFieldValue('settings.sessionIdleMinutes', Number(event.currentTarget.value))
          }
        />
        <NativeSelect
          label="Every sign-in ends after"
          name="settings.sessionHours"
          value={String(sessionHours)}
          error={form.errors['settings.sessionHours']}
          data={choicesOf(lifeHours, settings.sessionHours).map((hours) => ({
            value: String(hours),
            label: durationName(hours * 60),
          }))}
          onChange={(event) =>
            form.setFieldValue('settings.sessionHours', Number(event.currentTarget.value))
          }
        />
      </div>
      <div className={styles.acts}>
        <Button type="submit" loading={change.isRunning} disabled={!isChanged}>
          Save the times
        </Button>
      </div>
    </form>
  )
}

function EndEverybody(props: { organization: Organization }) {
  const [isAsked, setAsked] = useState(false)
  const end = useAct(() => ask<{ ended: number }>('POST', pathOf(['sessions', 'end']), {}), {
    isQuiet: true,
    onDone: () => location.assign('/sign-in'),
  })
  return (
    <div className={styles.danger}>
      <p className={styles.faint}>
        Something is wrong, or a device was lost? Sign everybody out, yourself too. Keys of programs
        go on working.
      </p>
      <Button variant="default" color="red" size="xs" onClick={() => setAsked(true)}>
        Sign everybody out
      </Button>
      <ConfirmByName
        opened={isAsked}
        title="Sign everybody out"
        name={props.organization.name}
        verb="Sign everybody out"
        isRunning={end.isRunning}
        problem={end.problem}
        onConfirm={() => end.run()}
        onClose={() => {
          setAsked(false)
          end.reset()
        }}
      >
        <p>
          Every signed-in browser of every member ends now, this one too. Everybody signs in again
          by a link or a passkey.
        </p>
      </ConfirmByName>
    </div>
  )
}
