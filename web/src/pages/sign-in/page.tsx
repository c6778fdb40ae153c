// Sign in: a mailed link or a passkey, no password. The answer to an address is the same whoever asks, so that nobody learns here
// who has an account; the page says what to do when no letter comes.
import { Button, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { ask } from '../../hub/client.ts'
import { nextPath } from '../../hub/next-path.ts'
import { Problem, problemOf } from '../../hub/problem.ts'
import { meQuery } from '../../hub/queries.ts'
import { ErrorCard } from '../../kit/error-card.tsx'
import { Icon } from '../../kit/icons.tsx'
import { TextLink } from '../../kit/links.tsx'
import { canAutofillPasskeys, signInByPasskey } from '../../kit/passkey.ts'
import { PublicLayout } from '../../shell/public-layout.tsx'
import styles from './sign-in.module.css'
import { useDoorOptions } from './use-door-options.ts'

export function Page() {
  const { next } = useSearch({ strict: false }) as { next?: string }
  const { options } = useDoorOptions()
  const client = useQueryClient()
  const [sentTo, setSentTo] = useState<string | null>(null)
  useEffect(() => {
    document.title = 'Sign in · Causeway'
  }, [])
  // A new document, so that nothing of who was here before stays in memory.
  const enter = () => {
    client.setQueryData(meQuery.queryKey, undefined)
    location.assign(nextPath(next, location.origin))
  }
  return (
    <PublicLayout
      footer={
        options?.signUp === 'open' ? (
          <>
            New here? <TextLink to="/sign-up">Open an organization</TextLink>
          </>
        ) : (
          'New here? An admin of your organization can invite you.'
        )
      }
    >
      {sentTo === null ? (
        <Ways onSent={setSentTo} onEntered={enter} isReturning={next !== undefined} />
      ) : (
        <Sent email={sentTo} onAgain={() => setSentTo(null)} />
      )}
    </PublicLayout>
  )
}

function Ways(props: {
  onSent: (email: string) => void
  onEntered: () => void
  isReturning: boolean
}) {
  const { onSent, onEntered } = props
  const [email, setEmail] = useState('')
  const [problem, setProblem] = useState<Problem | null>(null)
  const [busy, setBusy] = useState<'link' | 'passkey' | null>(null)
  const entered = useRef(onEntered)
  entered.current = onEntered
  useEffect(() => {
    offerPasskeys().then(
      (used) => used && entered.current(),
      // Closed, unknown here, or replaced by the button: the other ways are on the page.
      () => undefined,
    )
  }, [])
  const attempt = async (way: 'link' | 'passkey', act: () => Promise<void>) => {
    setBusy(way)
    setProblem(null)
    try {
      await act()
    } catch (thrown) {
      setProblem(way === 'passkey' ? passkeyProblemOf(thrown) : problemOf(thrown))
    } finally {
      setBusy(null)
    }
  }
  const sendLink = (event: FormEvent) => {
    event.preventDefault()
    void attempt('link', async () => {
      await ask('POST', '/sign-in/link', { email: email.trim() })
      onSent(email.trim())
    })
  }
  const signByPasskey = () =>
    void attempt('passkey', async () => {
      await signInByPasskey()
      onEntered()
    })
  const fieldError = problem?.errors.find(({ path }) => path === 'email')?.message
  return (
    <>
      <div>
        <h1>Sign in</h1>
        <p className={styles.quiet}>
          {props.isReturning
            ? 'Sign in to go on where you were.'
            : 'By a link that we mail you, or by a passkey. There is no password.'}
        </p>
      </div>
      {problem && !fieldError && <ErrorCard problem={problem} />}
      <form className={styles.form} onSubmit={sendLink}>
        <TextInput
          label="Your address at work"
          type="email"
          name="email"
          autoComplete="username webauthn"
          placeholder="you@company.example"
          required
          withAsterisk={false}
          value={email}
          error={fieldError}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <Button type="submit" loading={busy === 'link'} fullWidth>
          Mail me a link
        </Button>
      </form>
      <div className={styles.or}>or</div>
      <Button
        variant="default"
        fullWidth
        leftSection={<Icon name="passkey" />}
        loading={busy === 'passkey'}
        onClick={signByPasskey}
      >
        Use a passkey
      </Button>
    </>
  )
}

function Sent(props: { email: string; onAgain: () => void }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>
        Look in your mail
      </h1>
      <p>
        If <strong>{props.email}</strong> belongs to a member, a letter with a link is on its way.
        The link works once, within 15 minutes; open it in this browser.
      </p>
      <p className={styles.quiet}>
        Nothing came? Look among unwanted mail, check the address, and ask an admin of your
        organization whether you are a member.
      </p>
      <Button variant="default" onClick={props.onAgain}>
        Use another address
      </Button>
    </>
  )
}

/** Offers passkeys in the address field's autofill, where the browser can. True when one was used. */
async function offerPasskeys(): Promise<boolean> {
  if (!(await canAutofillPasskeys())) return false
  await signInByPasskey({ isConditional: true })
  return true
}

function passkeyProblemOf(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown
  if (!(thrown instanceof Error) || thrown.name === 'TypeError') return problemOf(thrown)
  return new Problem(400, {
    code: 'passkey_not_used',
    title: 'No passkey was used',
    detail: 'It was closed, or this device has none for you here. A mailed link always works.',
  })
}
