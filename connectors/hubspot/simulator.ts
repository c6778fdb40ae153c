// The pretend HubSpot: its token endpoint of 2026-09, whose errors carry HubSpot's own status beside RFC 6749's words.
import type { SimulatorAnswer } from '../../core/contract/simulator.ts'
import { clientDesk } from '../kit/client-desk.ts'

const refused = (status: string, message: string, error: string): SimulatorAnswer => ({
  status: 400,
  json: {
    status,
    message,
    correlationId: '00000000-0000-4000-8000-000000000000',
    error,
    error_description: message,
  },
})

export const simulator = clientDesk({
  id: 'hubspot',
  name: 'HubSpot',
  client: {
    clientId: '5f0c2a10-0000-4000-8000-00000000c11e',
    clientSecret: '5f0c2a10-0000-4000-8000-0000005ec2e7',
  },
  isTokenPath: (path) => path === '/oauth/2026-09/token',
  malformed: refused('BAD_GRANT_TYPE', 'missing or unknown grant type', 'unsupported_grant_type'),
  answer(form, client) {
    if (form.client_id !== client.clientId) {
      return refused('BAD_CLIENT_ID', 'missing or unknown client id', 'invalid_client')
    }
    if (form.client_secret !== client.clientSecret) {
      return refused('BAD_CLIENT_SECRET', 'missing or invalid client secret', 'invalid_client')
    }
    return refused('BAD_AUTH_CODE', 'missing or unknown auth code', 'invalid_grant')
  },
})
