// Webhooks: Addresses that get your events.
import { EmptyState } from '../../kit/empty-state.tsx'
import { Page as Frame } from '../../kit/page.tsx'

export function Page() {
  return (
    <Frame title="Webhooks" purpose="Addresses that get your events.">
      <EmptyState title="Not in this version yet" icon="webhooks">
        The API has it already: see the reference at /docs.
      </EmptyState>
    </Frame>
  )
}
