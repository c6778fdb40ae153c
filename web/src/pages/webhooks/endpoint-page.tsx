// Webhook endpoint: One address and what was delivered to it.
import { EmptyState } from '../../kit/empty-state.tsx'
import { Page as Frame } from '../../kit/page.tsx'

export function Page() {
  return (
    <Frame title="Webhook endpoint" purpose="One address and what was delivered to it.">
      <EmptyState title="Not in this version yet" icon="webhooks">
        The API has it already: see the reference at /docs.
      </EmptyState>
    </Frame>
  )
}
