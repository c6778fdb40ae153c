// What can be done with an endpoint: change, pause or enable, replay, a new secret, delete. Only what the person may.
import { Button, Modal } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { hub, told } from '../../hub/client.ts'
import { useMay } from '../../hub/permissions.ts'
import { useAct } from '../../kit/act.ts'
import { ConfirmByName } from '../../kit/confirm-by-name.tsx'
import dialog from '../../kit/dialog.module.css'
import { ErrorCard } from '../../kit/error-card.tsx'
import { Icon } from '../../kit/icons.tsx'
import { Secret } from '../../kit/secret.tsx'
import { usePaletteActions } from '../../shell/palette-actions.ts'
import { EndpointForm, type EndpointValues } from './endpoint-form.tsx'
import { type Endpoint, endpointName } from './endpoints.ts'
import { Replay } from './replay.tsx'
import styles from './webhooks.module.css'

type Open = 'change' | 'replay' | 'secret' | 'delete' | null

export function EndpointActs(props: { endpoint: Endpoint }) {
  const { endpoint } = props
  const may = useMay()
  const [open, setOpen] = useState<Open>(null)
  const close = () => setOpen(null)
  const change = useChange(endpoint.id)
  const mayWrite = may('webhook-endpoints:write')
  const flip = () => change.run({ enabled: !endpoint.enabled })
  const flipWords = endpoint.enabled ? 'Pause' : 'Enable'
  usePaletteActions(
    mayWrite
      ? [
          { label: 'Change this endpoint', run: () => setOpen('change') },
          { label: `${flipWords} this endpoint`, run: flip },
          { label: 'Replay events to this endpoint', run: () => setOpen('replay') },
          { label: 'Give this endpoint a new secret', run: () => setOpen('secret') },
          { label: 'Delete this endpoint', run: () => setOpen('delete') },
        ]
      : [],
  )
  if (!mayWrite) return null
  return (
    <div className={styles.manage}>
      <div className={styles.acts}>
        <Button
          variant={endpoint.enabled ? 'default' : 'filled'}
          size="xs"
          loading={change.isRunning}
          leftSection={<Icon name={endpoint.enabled ? 'pause' : 'tick'} size={14} />}
          onClick={flip}
        >
          {flipWords}
        </Button>
        <Act icon="write" words="Change" onClick={() => setOpen('change')} />
        <Act icon="refresh" words="Replay" onClick={() => setOpen('replay')} />
        <Act icon="keys" words="New secret" onClick={() => setOpen('secret')} />
        <Button variant="default" size="xs" color="red" onClick={() => setOpen('delete')}>
          Delete
        </Button>
      </div>
      <p className={styles.faint}>
        Pausing cancels what waits. Nothing is lost: enable it and replay what it missed.
      </p>
      <Change endpoint={endpoint} opened={open === 'change'} onClose={close} />
      <Replay endpoint={endpoint} opened={open === 'replay'} onClose={close} />
      <NewSecret endpoint={endpoint} opened={open === 'secret'} onClose={close} />
      <Delete endpoint={endpoint} opened={open === 'delete'} onClose={close} />
    </div>
  )
}

function Act(props: { icon: 'write' | 'refresh' | 'keys'; words: string; onClick: () => void }) {
  return (
    <Button
      variant="default"
      size="xs"
      leftSection={<Icon name={props.icon} size={14} />}
      onClick={props.onClick}
    >
      {props.words}
    </Button>
  )
}

type Changes = Partial<EndpointValues> & { enabled?: boolean }

function useChange(endpointId: string, options: { isQuiet?: boolean; onDone?: () => void } = {}) {
  return useAct(
    (body: Changes) =>
      told(
        hub.PATCH('/v1/webhook-endpoints/{endpointId}', {
          params: { path: { endpointId } },
          body,
        }),
      ),
    { ...options, renews: [['webhook-endpoints'], ['deliveries', endpointId]], says: saved },
  )
}

const saved = (_: unknown, { enabled }: Changes) =>
  enabled === undefined ? 'Saved.' : enabled ? 'Enabled.' : 'Paused.'

interface DialogProps {
  readonly endpoint: Endpoint
  readonly opened: boolean
  readonly onClose: () => void
}

function Change(props: DialogProps) {
  const { endpoint, opened, onClose } = props
  const change = useChange(endpoint.id, { isQuiet: true, onDone: onClose })
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="lg"
      title="Change the endpoint"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {opened && (
        <EndpointForm
          endpoint={endpoint}
          verb="Save"
          isRunning={change.isRunning}
          problem={change.problem}
          onSubmit={change.run}
          onCancel={onClose}
        />
      )}
    </Modal>
  )
}

function NewSecret(props: DialogProps) {
  const { endpoint, opened } = props
  const rotate = useAct(
    () =>
      told(
        hub.POST('/v1/webhook-endpoints/{endpointId}/rotate-secret', {
          params: { path: { endpointId: endpoint.id } },
        }),
      ),
    { isQuiet: true, renews: [['webhook-endpoints']] },
  )
  const onClose = () => {
    props.onClose()
    rotate.reset()
  }
  const made = rotate.result
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="A new signing secret"
      closeButtonProps={{ 'aria-label': 'Close' }}
      closeOnClickOutside={!made}
    >
      <div className={dialog.body}>
        {made ? (
          <Secret name="Signing secret" secret={made.secret}>
            The old one signs beside it for 24 hours: change your receiver until then.
          </Secret>
        ) : (
          <p>
            For 24 hours both secrets sign every delivery, so nothing is refused while you change
            your receiver.
          </p>
        )}
        {rotate.problem && <ErrorCard problem={rotate.problem} />}
        <div className={`${dialog.actions} ${dialog.end}`}>
          <Button variant="default" onClick={onClose}>
            {made ? 'Done' : 'Cancel'}
          </Button>
          {!made && (
            <Button loading={rotate.isRunning} onClick={() => rotate.run()}>
              Make a new secret
            </Button>
          )}
        </div>
      </div>
    </Modal>
  )
}

function Delete(props: DialogProps) {
  const { endpoint, opened, onClose } = props
  const navigate = useNavigate()
  const remove = useAct(
    () =>
      told(
        hub.DELETE('/v1/webhook-endpoints/{endpointId}', {
          params: { path: { endpointId: endpoint.id } },
        }),
      ),
    {
      isQuiet: true,
      says: 'The endpoint is deleted.',
      renews: [['webhook-endpoints', 'list']],
      onDone: () => void navigate({ to: '/webhooks' }),
    },
  )
  return (
    <ConfirmByName
      opened={opened}
      title="Delete the endpoint"
      name={endpointName(endpoint)}
      verb="Delete"
      isRunning={remove.isRunning}
      problem={remove.problem}
      onConfirm={() => remove.run()}
      onClose={onClose}
    >
      <p>
        It gets nothing more, what waits for it is cancelled, and its secret is forgotten. This
        cannot be undone; pausing can.
      </p>
    </ConfirmByName>
  )
}
