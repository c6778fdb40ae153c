// An operator's way in: a mailed link, or the first one from a terminal. The answer is the same whoever asks.
import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useEffect, useState } from 'react'
import { ask } from '../../hub/client.ts'
import { useAct } from '../../kit/act.ts'
import { ErrorCard } from '../../kit/error-card.tsx'
import { Snippet } from '../../kit/snippet.tsx'
import { PublicLayout } from '../../shell/public-layout.tsx'
import styles from './console.module.css'

export function SignInPage() {
  const [email, setEmail] = useState('')
  const send = useAct(
    (address: string) => ask('POST', '/operator/sign-in/link', { email: address }),
    {
      isQuiet: true,
    },
  )
  useEffect(() => {
    document.title = 'Operator sign-in · Causeway'
  }, [])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    send.run(email.trim())
  }
  const fieldError = send.problem?.errors.find(({ path }) => path === 'email')?.message
  return (
    <PublicLayout
      brand="Causeway, operator console"
      footer="Looking for your organization’s dashboard? It is at /sign-in."
    >
      <div>
        <h1>Operator sign-in</h1>
        <p className={styles.quiet}>For whoever runs this hub. A link is mailed; it works once.</p>
      </div>
      {send.result ? (
        <p role="status">
          If {email.trim()} is an operator’s, a letter is on its way. Its link works for fifteen
          minutes.
        </p>
      ) : (
        <form className={styles.form} onSubmit={submit}>
          {send.problem && !fieldError && <ErrorCard problem={send.problem} />}
          <TextInput
            label="Your address"
            type="email"
            name="email"
            required
            withAsterisk={false}
            autoComplete="username"
            value={email}
            error={fieldError}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <Button type="submit" loading={send.isRunning}>
            Mail me a link
          </Button>
        </form>
      )}
      <p className={styles.quiet}>The first operator comes in from a terminal:</p>
      <Snippet
        label="The command that makes the first link"
        text={`npm run causeway -- bootstrap --url ${location.origin}`}
      />
    </PublicLayout>
  )
}
