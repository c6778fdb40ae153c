// Account: You: passkeys, sessions and notices.
import { EmptyState } from '../../kit/empty-state.tsx'
import { Page as Frame } from '../../kit/page.tsx'

export function Page() {
  return (
    <Frame title="Account" purpose="You: passkeys, sessions and notices.">
      <EmptyState title="Not in this version yet" icon="account">
        The API has it already: see the reference at /docs.
      </EmptyState>
    </Frame>
  )
}
