// The pretend Entra: the token endpoint of one tenant, which lets its one client speak for itself. Shapes and numbers of errors:
// learn.microsoft.com/entra/identity-platform/reference-error-codes. Development and tests only.
import type { SimulatorAnswer, VendorSimulator } from '../../core/contract/simulator.ts'
import { clientDesk } from './client-desk.ts'

const tokenPath = /^\/([^/]+)\/oauth2\/v2\.0\/token$/

function refused(status: number, error: string, code: number, says: string): SimulatorAnswer {
  const trace = '00000000-0000-4000-8000-000000000000'
  return {
    status,
    json: {
      error,
      error_description: `AADSTS${code}: ${says} Trace ID: ${trace} Correlation ID: ${trace}`,
      error_codes: [code],
      timestamp: '2026-11-23 00:00:00Z',
      trace_id: trace,
      correlation_id: trace,
      error_uri: `https://login.microsoftonline.com/error?code=${code}`,
    },
  }
}

/** A product of Microsoft's whose app is registered in Entra. */
export function entraDesk(id: string, name: string, serial: string): VendorSimulator {
  return clientDesk({
    id,
    name,
    client: {
      clientId: `a0000000-0000-4000-8000-${serial.padStart(12, '0')}`,
      clientSecret: `pretend~${id}~client.secret`,
      tenantId: 'b0000000-0000-4000-8000-0000000000ac',
    },
    isTokenPath: (path) => tokenPath.test(path),
    malformed: refused(400, 'invalid_request', 900_144, "The body must contain 'grant_type'."),
    answer(form, client, path) {
      if (tokenPath.exec(path)?.[1] !== client.tenantId) {
        return refused(400, 'invalid_request', 90_002, 'The tenant was not found.')
      }
      if (form.client_id !== client.clientId) {
        return refused(400, 'unauthorized_client', 700_016, 'The application was not found.')
      }
      if (form.client_secret !== client.clientSecret) {
        return refused(401, 'invalid_client', 7_000_215, 'Invalid client secret provided.')
      }
      if (form.grant_type !== 'client_credentials') {
        return refused(400, 'invalid_grant', 9_002_313, 'Invalid request.')
      }
      const lifetime = { expires_in: 3599, ext_expires_in: 3599 }
      return {
        status: 200,
        json: { token_type: 'Bearer', ...lifetime, access_token: `pretend-${id}-app-token` },
      }
    },
  })
}
