// How vendors are set up, as the pages read it.
import type { operations } from '@causeway/sdk'
import { queryOptions } from '@tanstack/react-query'
import { hub, told } from '../../hub/client.ts'
import type { Tone } from '../../kit/status.tsx'

export type Setup = operations['getConnectorSetup']['responses'][200]['content']['application/json']
export type Tested = operations['testVendorApp']['responses'][200]['content']['application/json']

export const setupsQuery = queryOptions({
  queryKey: ['setups'],
  queryFn: async () => (await told(hub.GET('/v1/connector-setups'))).data,
})

/** How far a vendor's setup is, in a word and a sentence. */
export function stateOf(setup: Setup): { word: string; tone: Tone; says: string } {
  if (!setup.fields.some(({ required }) => required)) {
    return {
      word: 'Nothing to set up',
      tone: 'quiet',
      says: 'Its connections bring their own credentials.',
    }
  }
  if (setup.app.source === 'organization') {
    return {
      word: 'Your own app',
      tone: 'good',
      says: 'Connections are made through your own app.',
    }
  }
  if (setup.app.source === 'hub') {
    return {
      word: 'Ready',
      tone: 'good',
      says: 'This hub has an app already. You may bring your own.',
    }
  }
  return {
    word: 'Not set up',
    tone: 'fair',
    says: 'An app at the vendor is needed before it can be connected.',
  }
}
