// Atlassian's token endpoint (auth.atlassian.com/oauth/token) as far as it stands here: it knows one OAuth 2.0 (3LO) client and no
// code of anybody's. Errors: developer.atlassian.com/cloud/jira/platform/oauth-2-3lo-apps/. Takes JSON.
import type { SimulatorAnswer, SimulatorRequest } from '../../../core/contract/simulator.ts'

/** The one app in the pretend developer console. */
export const client = {
  clientId: 'pretendJira3loClient',
  clientSecret: 'ATOAPRETEND-jira-client-secret',
} as const

/** A wrong id and a wrong secret answer alike. */
export function answerToken(request: SimulatorRequest): SimulatorAnswer {
  const isJson = (request.headers['content-type'] ?? '').includes('json')
  if (!isJson) return refused(400, 'invalid_request', 'The body must be JSON')
  const body = (typeof request.body === 'object' ? request.body : null) ?? {}
  const { client_id, client_secret, grant_type } = body as Record<string, unknown>
  if (client_id !== client.clientId || client_secret !== client.clientSecret) {
    return refused(401, 'access_denied', 'Unauthorized')
  }
  if (grant_type !== 'authorization_code' && grant_type !== 'refresh_token') {
    return refused(400, 'unsupported_grant_type', 'Unsupported grant type')
  }
  return refused(403, 'invalid_grant', 'Invalid authorization code')
}

function refused(status: number, error: string, description: string): SimulatorAnswer {
  return { status, json: { error, error_description: description } }
}
