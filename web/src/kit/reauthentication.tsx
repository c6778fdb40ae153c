// The dialog that asks a person to prove again who they are before a dangerous act: by passkey, or by a mailed link opened in this
// browser. Afterwards the act that was refused runs.
import { Button, Modal } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { ask, hub, told } from '../hub/client.ts'
import { useMe } from '../hub/permissions.ts'
import { Problem, problemOf } from '../hub/problem.ts'
import { meQuery } from '../hub/queries.ts'
import styles from './dialog.module.css'
import { ErrorCard } from './error-card.tsx'
import { Icon } from './icons.tsx'
import { signInByPasskey } from './passkey.ts'
import { answerSignIn, useIsAskedToSignIn } from './reauthentication-store.ts'

export function Reauthentication() {
  const isAsked = useIsAskedToSignIn()
  return (
    <Modal
      opened={isAsked}
      onClose={() => answerSignIn(false)}
      title="Sign in again to go on"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {isAsked && <Ways />}
    </Modal>
  )
}

/** How often it is asked whether the mailed link was used. */
const lookEveryMs = 3_000

function Ways() {
  const me = useMe()
  const client = useQueryClient()
  const [isBusy, setBusy] = useState(false)
  const [sentTo, setSentTo] = useState<string | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const attempt = async (way: () => Promise<void>) => {
    setBusy(true)
    setProblem(null)
    try {
      await way()
    } catch (thrown) {
      setProblem(thrown instanceof Problem ? thrown : passkeyProblem(thrown))
    } finally {
      setBusy(false)
    }
  }
  // Whom the act is for: a sign-in as somebody else, or in another of one's organizations, must not carry it there.
  const [before] = useState(me)
  const goOn = async () => {
    const now = await told(hub.GET('/v1/me'))
    if (now.session?.id === before.session?.id) return
    const isSame = now.id === before.id && now.organizationId === before.organizationId
    answerSignIn(isSame)
    if (isSame) await client.invalidateQueries({ queryKey: meQuery.queryKey })
    else location.assign('/')
  }
  const byPasskey = async () => {
    await signInByPasskey()
    await goOn()
  }
  const byMail = async () => {
    await ask('POST', '/sign-in/link', { email: me.email })
    setSentTo(me.email)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: looks from the sending on; what it looks for stays the same
  useEffect(() => {
    if (sentTo === null) return
    const timer = setInterval(() => void goOn().catch(() => undefined), lookEveryMs)
    return () => clearInterval(timer)
  }, [sentTo])
  return (
    <div className={styles.body}>
      <p>
        What you are about to do is far-reaching, so the hub asks who you are once more. Your last
        sign-in was more than 15 minutes ago.
      </p>
      {problem && <ErrorCard problem={problem} />}
      {sentTo ? (
        <p role="status">
          A link is on its way to <strong>{sentTo}</strong>. Open it in this browser; this page goes
          on by itself.
        </p>
      ) : (
        <div className={styles.actions}>
          <Button
            leftSection={<Icon name="passkey" />}
            loading={isBusy}
            onClick={() => void attempt(byPasskey)}
          >
            Use a passkey
          </Button>
          {me.email && (
            <Button variant="default" disabled={isBusy} onClick={() => void attempt(byMail)}>
              Mail me a link
            </Button>
          )}
        </div>
      )}
    </div>
  )
}

/** The browser's own refusals (closed, no passkey here) have no problem document. */
function passkeyProblem(thrown: unknown): Problem {
  if (!(thrown instanceof Error) || thrown.name === 'TypeError') return problemOf(thrown)
  return new Problem(400, {
    code: 'passkey_not_used',
    title: 'The passkey was not used',
    detail: 'The browser ended it, or has no passkey for this site. Try again, or use a link.',
  })
}
