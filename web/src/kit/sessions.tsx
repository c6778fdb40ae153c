// Signed-in browsers in words, newest use first: a person's own on their account, a member's for who manages people.
import { Button } from '@mantine/core'
import { deviceWords } from '../hub/device.ts'
import type { Session } from '../hub/people.ts'
import { Icon } from './icons.tsx'
import styles from './sessions.module.css'
import { Status } from './status.tsx'
import { Time } from './time.tsx'

const methods: Readonly<Record<Session['method'], string>> = {
  link: 'by a mailed link',
  passkey: 'by a passkey',
  invitation: 'by an invitation',
  sign_up: 'when the organization was made',
}

/** `onEnd` gives each its button; the one that is used now has none. */
export function Sessions(props: {
  sessions: readonly Session[]
  onEnd?: (session: Session) => void
  endingId?: string | undefined
}) {
  const { sessions, onEnd, endingId } = props
  return (
    <ul className={styles.list}>
      {sessions.map((session) => (
        <li key={session.id} className={styles.row}>
          <Icon name="overview" />
          <div className={styles.words}>
            <span className={styles.device} title={session.userAgent ?? ''}>
              {deviceWords(session.userAgent)}{' '}
              {session.current && <Status word="active" says="This browser" />}
            </span>
            <span className={styles.faint}>
              Used <Time at={session.lastUsedAt} />, signed in <Time at={session.createdAt} />{' '}
              {methods[session.method]}; ends <Time at={session.expiresAt} /> if nobody uses it
            </span>
          </div>
          {onEnd && !session.current && (
            <Button
              variant="default"
              size="xs"
              loading={endingId === session.id}
              aria-label={`End ${deviceWords(session.userAgent)}`}
              onClick={() => onEnd(session)}
            >
              End
            </Button>
          )}
        </li>
      ))}
    </ul>
  )
}
