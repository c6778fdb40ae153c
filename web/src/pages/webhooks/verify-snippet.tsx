// How a receiver verifies what we send: Standard Webhooks 1.0, by its own package.
import { Snippet } from '../../kit/snippet.tsx'

const code = `import { Webhook } from 'standardwebhooks' // npm install standardwebhooks

const webhook = new Webhook(process.env.WEBHOOK_SECRET) // whsec_…

// body: the bytes as they came, before any parsing
const event = webhook.verify(body, request.headers) // throws when it is not ours
console.log(event.type, event.data) // then answer 2xx within 15 seconds`

export const VerifySnippet = () => <Snippet text={code} label="Verify a delivery" />
