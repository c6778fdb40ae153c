// Whether an endpoint gets anything, in a word.
import { Status } from '../../kit/status.tsx'
import { type Endpoint, reasonWords } from './endpoints.ts'

export function EndpointState(props: { endpoint: Endpoint }) {
  const { enabled, disabledReason } = props.endpoint
  if (enabled) return <Status word="enabled" />
  return (
    <span title={disabledReason === null ? '' : reasonWords(disabledReason)}>
      <Status word="disabled" says="Paused" />
    </span>
  )
}
