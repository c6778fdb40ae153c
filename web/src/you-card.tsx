// Who looks at this page: the signed-in member, or how to sign in.
import { Card, SkeletonRows } from './card.tsx'
import type { Me } from './hub.ts'
import styles from './rows.module.css'
import type { Polled } from './use-polled.ts'

/** `local` says whether this hub runs on a developer's machine, where the terminal has the link. */
export function YouCard(props: { me: Polled<Me | null>; local: boolean }) {
  const { me, local } = props
  return (
    <Card title="You">
      {me.state === 'waiting' && <SkeletonRows count={1} />}
      {me.state === 'failed' && (
        <p className={styles.note}>Who you are could not be asked just now. Reload to try again.</p>
      )}
      {me.state === 'known' && me.value !== null && <SignedIn me={me.value} />}
      {me.state === 'known' && me.value === null && <SignedOut local={local} />}
    </Card>
  )
}

function SignedIn(props: { me: Me }) {
  const { email, id, type } = props.me
  return (
    <ul className={styles.rows}>
      <li className={styles.row}>
        <span>Signed in as</span>
        <span className={styles.value}>
          {email ?? id}
          <span className={styles.detail}>{type.replaceAll('_', ' ')}</span>
        </span>
      </li>
    </ul>
  )
}

function SignedOut(props: { local: boolean }) {
  if (!props.local) {
    return (
      <p className={styles.note}>Not signed in. Ask an admin of your organization for a link.</p>
    )
  }
  return (
    <p className={styles.note}>
      Not signed in. Open the link that <code>npm start</code> printed after “Sign in”; it works
      once, and every start prints a new one.
    </p>
  )
}
