// What Microsoft's products share: the fields of an app registered in Microsoft Entra, and how its token endpoint is asked. Entra
// lets the client speak for itself (client credentials), which proves id, secret and tenant at once. Its documentation warns
// that AADSTS numbers may change (learn.microsoft.com/entra/identity-platform/reference-error-codes, read on 2026-11-23): they
// only make a verdict finer.
import type { ClientProbe, SetupField } from '../../core/contract/setup.ts'
import { clientProbe } from './client-probe.ts'
import { clientFields } from './setup-fields.ts'

const uuid = /^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/

export const entraFields: readonly SetupField[] = [
  ...clientFields(
    {
      label: 'Application (client) ID',
      help: 'App registrations → your app → Overview → Application (client) ID',
      form: uuid,
    },
    {
      label: 'Client secret (its Value)',
      help: 'App registrations → your app → Certificates & secrets → the secret’s Value, shown once',
    },
  ),
  {
    name: 'tenantId',
    label: 'Directory (tenant) ID',
    secret: false,
    required: true,
    help: 'App registrations → your app → Overview → Directory (tenant) ID',
    rule: uuid,
  },
]

const unknownApp = 700_016
const wrongSecrets = [7_000_215, 7_000_222]
const unknownTenants = [90_002, 900_023]

/** Asks for a token of the resource whose `.default` scope is given. */
export function entraProbe(scope: string): ClientProbe {
  return clientProbe({
    tokenUrl: ({ tenantId = '' }) =>
      `https://login.microsoftonline.com/${tenantId}/oauth2/v2.0/token`,
    grant: { grant_type: 'client_credentials', scope },
    verdictOf(error, { error_codes }) {
      const codes = Array.isArray(error_codes) ? error_codes : []
      if (codes.some((code) => unknownTenants.includes(code))) return 'wrong_place'
      if (codes.includes(unknownApp) || error === 'unauthorized_client') return 'wrong_id'
      return codes.some((code) => wrongSecrets.includes(code)) ? 'wrong_secret' : null
    },
  })
}
