// The pretend Google: its token endpoint, which also looks at the redirect URI of a client. `POST /_control/google/redirect-uris
// ["https://…"]` says which the client knows; until then it knows every one.
import type { VendorSimulator } from '../../core/contract/simulator.ts'
import { clientDesk, oauthError } from '../kit/client-desk.ts'

const desk = clientDesk({
  id: 'google',
  name: 'Google Workspace',
  client: {
    clientId: '100000000001-pretend0client.apps.googleusercontent.com',
    clientSecret: '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',
  },
  isTokenPath: (path) => path === '/token',
  malformed: oauthError('invalid_request', 'Missing required parameter.'),
  answer(form, client) {
    if (form.client_id !== client.clientId) {
      return oauthError('invalid_client', 'The OAuth client was not found.', 401)
    }
    if (form.client_secret !== client.clientSecret) {
      return oauthError('invalid_client', 'Unauthorized', 401)
    }
    return oauthError('invalid_grant', 'Malformed auth code.')
  },
})

export const simulator: VendorSimulator = {
  ...desk,
  async handle(request, world) {
    const answer = await desk.handle(request, world)
    const known = world.table<string[]>('redirect-uris').get('known')
    const isGrant = (answer.json as { error?: string }).error === 'invalid_grant'
    const { redirect_uri = '' } = (request.body ?? {}) as { redirect_uri?: string }
    if (!isGrant || !known || known.includes(redirect_uri)) return answer
    return oauthError('redirect_uri_mismatch', 'Bad Request')
  },
  async control(request, world) {
    if (request.method !== 'POST' || request.path !== '/redirect-uris') {
      return (await desk.control?.(request, world)) ?? null
    }
    const given = Array.isArray(request.body) ? request.body.map(String) : []
    world.table<string[]>('redirect-uris').put('known', given)
    return { status: 204 }
  },
}
