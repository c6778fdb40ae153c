// The pretend Asana: its token endpoint. Errors: developers.asana.com/docs/oauth (RFC 6749 §5.2).
import { clientDesk, oauthError } from '../kit/client-desk.ts'

export const simulator = clientDesk({
  id: 'asana',
  name: 'Asana',
  client: { clientId: '1209000000000042', clientSecret: 'pretend-asana-client-secret' },
  isTokenPath: (path) => path === '/-/oauth_token',
  malformed: oauthError('invalid_request', 'The request is missing a required parameter.'),
  answer(form, client) {
    if (form.client_id !== client.clientId || form.client_secret !== client.clientSecret) {
      return oauthError('invalid_client', 'The client is not known, or its secret is wrong.')
    }
    return oauthError('invalid_grant', 'The code is not valid.')
  },
})
