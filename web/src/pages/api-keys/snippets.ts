// How a program uses a key, ready to copy.
const curl = (origin: string) => `curl ${origin}/v1/me \\
  -H "Authorization: Bearer $CAUSEWAY_KEY"`

const sdk = (origin: string) => `import { causeway } from '@causeway/sdk'

const hub = causeway({
  baseUrl: '${origin}',
  apiKey: process.env.CAUSEWAY_KEY,
})
const { data } = await hub.GET('/v1/me')`

/** The key itself is not in it: secrets belong in the environment. */
export const keySnippet = (kind: 'curl' | 'sdk') =>
  kind === 'curl' ? curl(location.origin) : sdk(location.origin)
