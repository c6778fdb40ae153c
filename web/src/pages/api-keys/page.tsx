// API keys: Secrets by which programs come in.
import { EmptyState } from '../../kit/empty-state.tsx'
import { Page as Frame } from '../../kit/page.tsx'

export function Page() {
  return (
    <Frame title="API keys" purpose="Secrets by which programs come in.">
      <EmptyState title="Not in this version yet" icon="keys">
        The API has it already: see the reference at /docs.
      </EmptyState>
    </Frame>
  )
}
