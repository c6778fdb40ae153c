// The dialog that makes an endpoint, and then shows its secret this one time, with how to verify.
import { Button, Modal } from '@mantine/core'
import { hub, told } from '../../hub/client.ts'
import { useAct } from '../../kit/act.ts'
import dialog from '../../kit/dialog.module.css'
import { ButtonLink } from '../../kit/links.tsx'
import { Secret } from '../../kit/secret.tsx'
import { EndpointForm, type EndpointValues } from './endpoint-form.tsx'
import { VerifySnippet } from './verify-snippet.tsx'

export function NewEndpoint(props: { opened: boolean; onClose: () => void }) {
  const { opened } = props
  const create = useAct(
    (body: EndpointValues) => told(hub.POST('/v1/webhook-endpoints', { body })),
    { isQuiet: true, renews: [['webhook-endpoints']] },
  )
  const onClose = () => {
    props.onClose()
    create.reset()
  }
  const made = create.result
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="lg"
      title={made ? 'The endpoint is ready' : 'New endpoint'}
      closeButtonProps={{ 'aria-label': 'Close' }}
      closeOnClickOutside={!made}
    >
      {made ? (
        <div className={dialog.body}>
          <Secret name="Signing secret" secret={made.secret}>
            Your receiver checks every delivery with it.
          </Secret>
          <VerifySnippet />
          <div className={`${dialog.actions} ${dialog.end}`}>
            <Button variant="default" onClick={onClose}>
              Done
            </Button>
            <ButtonLink to={`/webhooks/${made.id}`} variant="filled" size="sm">
              To the endpoint
            </ButtonLink>
          </div>
        </div>
      ) : (
        opened && (
          <EndpointForm
            verb="Make the endpoint"
            isRunning={create.isRunning}
            problem={create.problem}
            onSubmit={create.run}
            onCancel={onClose}
          />
        )
      )}
    </Modal>
  )
}
