// The pretend Salesforce: the token endpoint of a My Domain host, with the words of its OAuth errors.
import { clientDesk, oauthError } from '../kit/client-desk.ts'

export const simulator = clientDesk({
  id: 'salesforce',
  name: 'Salesforce',
  client: {
    clientId: '3MVG9pretend.consumer.key',
    clientSecret: 'PRETEND0CONSUMER0SECRET',
    domain: 'https://acme.my.salesforce.com',
  },
  isTokenPath: (path) => path === '/services/oauth2/token',
  malformed: oauthError('unsupported_grant_type', 'grant type not supported'),
  answer(form, client) {
    if (form.client_id !== client.clientId) {
      return oauthError('invalid_client_id', 'client identifier invalid')
    }
    if (form.client_secret !== client.clientSecret) {
      return oauthError('invalid_client', 'invalid client credentials')
    }
    return oauthError('invalid_grant', 'invalid authorization code')
  },
})
