// One key: how far it reaches, who made it, and the way to end it.
import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import { hub, told } from '../../hub/client.ts'
import { useMay } from '../../hub/permissions.ts'
import { useAct } from '../../kit/act.ts'
import { Actor } from '../../kit/actor.tsx'
import { ConfirmByName } from '../../kit/confirm-by-name.tsx'
import dialog from '../../kit/dialog.module.css'
import { Id } from '../../kit/id.tsx'
import { Fact, Facts } from '../../kit/page.tsx'
import { Time } from '../../kit/time.tsx'
import styles from './api-keys.module.css'
import type { ApiKey } from './api-keys.ts'

export function KeyDialog(props: { apiKey: ApiKey | null; onClose: () => void }) {
  const { apiKey } = props
  const may = useMay()
  const [isRevoking, setRevoking] = useState(false)
  const close = () => {
    setRevoking(false)
    props.onClose()
  }
  const revoke = useAct(
    (key: ApiKey) =>
      told(hub.DELETE('/v1/api-keys/{apiKeyId}', { params: { path: { apiKeyId: key.id } } })),
    {
      isQuiet: true,
      renews: [['api-keys']],
      says: 'The key is revoked: it is refused from now on.',
      onDone: close,
    },
  )
  return (
    <>
      <Modal
        opened={apiKey !== null && !isRevoking}
        onClose={close}
        title={apiKey?.name ?? ''}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {apiKey && (
          <div className={dialog.body}>
            <About apiKey={apiKey} />
            {may('api-keys:write') && (
              <div className={`${dialog.actions} ${dialog.end}`}>
                <Button color="red" variant="outline" onClick={() => setRevoking(true)}>
                  Revoke
                </Button>
              </div>
            )}
          </div>
        )}
      </Modal>
      <ConfirmByName
        opened={apiKey !== null && isRevoking}
        title="Revoke the key"
        name={apiKey?.name ?? ''}
        verb="Revoke"
        isRunning={revoke.isRunning}
        problem={revoke.problem}
        onConfirm={() => apiKey && revoke.run(apiKey)}
        onClose={close}
      >
        <p>
          Programs that use it are refused from the next request on. This cannot be undone: a new
          key is another one.
        </p>
      </ConfirmByName>
    </>
  )
}

function About(props: { apiKey: ApiKey }) {
  const { apiKey } = props
  return (
    <Facts>
      <Fact name="Begins">
        <code>{apiKey.start}…</code>
      </Fact>
      <Fact name="May">
        {apiKey.scopes.includes('*') ? (
          'Everything that a program may have'
        ) : (
          <ul className={styles.scopes}>
            {apiKey.scopes.map((scope) => (
              <li key={scope}>
                <code>{scope}</code>
              </li>
            ))}
          </ul>
        )}
      </Fact>
      <Fact name="Made by">
        <Actor actor={apiKey.createdBy} />
      </Fact>
      <Fact name="Made">
        <Time at={apiKey.createdAt} />
      </Fact>
      <Fact name="Ends">
        <Time at={apiKey.expiresAt} />
      </Fact>
      <Fact name="Id">
        <Id id={apiKey.id} />
      </Fact>
    </Facts>
  )
}
