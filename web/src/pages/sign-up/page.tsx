// Sign up: opens an organization, once the address is proven by the mailed link. Where the operator closed this door, the page says
// how else to come in.
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useEffect, useRef, useState } from 'react'
import { ask } from '../../hub/client.ts'
import { useAct } from '../../kit/act.ts'
import { ErrorCard } from '../../kit/error-card.tsx'
import { ButtonLink, TextLink } from '../../kit/links.tsx'
import { SkeletonBlock } from '../../kit/skeletons.tsx'
import { useProblem } from '../../kit/use-problem.ts'
import { PublicLayout } from '../../shell/public-layout.tsx'
import styles from '../sign-in/sign-in.module.css'
import { type DoorOptions, useDoorOptions } from '../sign-in/use-door-options.ts'

const regionNames: Readonly<Record<string, string>> = {
  eu: 'European Union',
  us: 'United States',
}

export function Page() {
  const { options, problem } = useDoorOptions()
  const [sentTo, setSentTo] = useState<string | null>(null)
  useEffect(() => {
    document.title = 'Sign up · Causeway'
  }, [])
  return (
    <PublicLayout
      footer={
        <>
          A member already? <TextLink to="/sign-in">Sign in</TextLink>
        </>
      }
    >
      {sentTo !== null ? (
        <Sent email={sentTo} />
      ) : options === undefined ? (
        <>
          <h1>Open an organization</h1>
          {problem ? <ErrorCard problem={problem} /> : <SkeletonBlock height={220} />}
        </>
      ) : options.signUp === 'open' ? (
        <SignUpForm options={options} onSent={setSentTo} />
      ) : (
        <Closed options={options} />
      )}
    </PublicLayout>
  )
}

const fields = ['organizationName', 'name', 'email', 'region'] as const

function SignUpForm(props: { options: DoorOptions; onSent: (email: string) => void }) {
  const { regions } = props.options
  const form = useForm({
    initialValues: { organizationName: '', name: '', email: '', region: regions[0] ?? 'eu' },
  })
  const act = useAct((values: typeof form.values) => ask('POST', '/sign-up', values), {
    isQuiet: true,
    onDone: (_, { email }) => props.onSent(email),
  })
  const unplaced = useProblem(form, act.problem, fields)
  return (
    <>
      <div>
        <h1>Open an organization</h1>
        <p className={styles.quiet}>We mail you a link; opening it makes you its owner.</p>
      </div>
      {act.problem && unplaced && <ErrorCard problem={act.problem} unplaced={unplaced} />}
      <form className={styles.form} onSubmit={form.onSubmit((values) => act.run(values))}>
        <TextInput
          label="Organization"
          name="organizationName"
          autoComplete="organization"
          required
          withAsterisk={false}
          {...form.getInputProps('organizationName')}
        />
        <TextInput
          label="Your name"
          name="name"
          autoComplete="name"
          required
          withAsterisk={false}
          {...form.getInputProps('name')}
        />
        <TextInput
          label="Your address at work"
          type="email"
          name="email"
          autoComplete="email"
          required
          withAsterisk={false}
          {...form.getInputProps('email')}
        />
        <NativeSelect
          label="Where its data lives"
          description="It cannot be moved later."
          name="region"
          {...form.getInputProps('region')}
        >
          {regions.map((region) => (
            <option key={region} value={region}>
              {regionNames[region] ?? region.toUpperCase()}
            </option>
          ))}
        </NativeSelect>
        <Button type="submit" loading={act.isRunning} fullWidth>
          Mail me the link
        </Button>
      </form>
    </>
  )
}

function Sent(props: { email: string }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>
        Look in your mail
      </h1>
      <p>
        A letter to <strong>{props.email}</strong> is on its way. Its link opens your organization,
        once; open it in this browser.
      </p>
    </>
  )
}

function Closed(props: { options: DoorOptions }) {
  return (
    <>
      <h1>Sign-up is not open here</h1>
      <p>
        {props.options.signUp === 'invitation'
          ? 'People join by invitation: ask an admin of your organization to invite you, and open the link in the letter.'
          : 'The operator of this hub opens organizations. Ask them for one; an admin of an organization can invite you to theirs.'}
      </p>
      <ButtonLink to="/sign-in" variant="filled" size="sm">
        To sign in
      </ButtonLink>
    </>
  )
}
