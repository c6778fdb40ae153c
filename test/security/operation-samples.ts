// What the walk over every operation sends: an organization with one object of each kind, and for each operation a request that would
// succeed. An operation that needs parameters or a body and has no entry here fails the walk.
import { expectProblem, expectStatus } from '../support/client.ts'
import type { TestHub, TestOrganization } from '../support/hub.ts'
import type { Sample } from './hostile-request.ts'

/** One object of each kind, and for each operation a request that would succeed. */
export async function furnish(
  hub: TestHub,
  organization: TestOrganization,
): Promise<Record<string, Sample>> {
  const { client, memberClient } = organization
  const connectionId = await organization.connectJira()
  const search = { jql: 'project = ACME', limit: 1 }
  const ran = await client.post(`/v1/connections/${connectionId}/actions/search_issues`, search)
  const rule = { effect: 'confirm', match: { actions: ['jira.comment_issue'] } }
  const policyId = expectStatus(await memberClient.post('/v1/policies', rule), 201).body.id
  const comment = { issue: 'ACME-1', body: 'Hello' }
  const held = await client.post(`/v1/connections/${connectionId}/actions/comment_issue`, comment)
  const approvalId = expectProblem(held, 409, 'confirmation_required').body.approvalId
  const url = `${hub.simulatorUrl}/_control/hooks/every-operation`
  const endpoint = expectStatus(await client.post('/v1/webhook-endpoints', { url }), 201)
  const endpointId = endpoint.body.id
  const sent = await client.post(`/v1/webhook-endpoints/${endpointId}/test`)
  const { deliveryId, eventId } = expectStatus(sent, 200).body
  const key = { name: 'Spare', scopes: ['events:write'] }
  const apiKeyId = expectStatus(await client.post('/v1/api-keys', key), 201).body.id
  const trail = expectStatus(await client.get('/v1/audit-events?limit=1'), 200)
  const jira = await hub.control('GET', '/jira/credentials')

  const app = { clientId: '1200000000000001', clientSecret: 'pretend-client-secret' }
  const setup = '/v1/connector-setups/asana/app'
  expectStatus(await memberClient.post(setup, app), 200)

  const passkeyId = 'pky_00000000000000000000000000'
  const credential = {
    id: 'AAAA',
    rawId: 'AAAA',
    type: 'public-key',
    response: { clientDataJSON: 'AAAA', attestationObject: 'AAAA' },
  }
  const consent = { hours: 1, reason: 'Slow answers' }
  const consented = await memberClient.post('/v1/operator-consents', consent)
  const consentId = expectStatus(consented, 201).body.id
  const greeted = await client.post('/v1/assistant/messages', { text: 'hello' })
  const conversation = {
    params: { conversationId: expectStatus(greeted, 200).body.conversationId },
  }
  const { id: memberId, client: memberBrowser } = await organization.addMember('member')
  const { session } = expectStatus(await memberBrowser.get('/v1/me'), 200).body
  const role = { name: 'Support', permissions: ['members:read'] }
  const roleId = expectStatus(await memberClient.post('/v1/roles', role), 201).body.id
  const newGroup = { name: 'Finance', description: 'Books' }
  const groupId = expectStatus(await memberClient.post('/v1/groups', newGroup), 201).body.id
  expectStatus(await memberClient.post(`/v1/groups/${groupId}/members`, { memberId }), 200)

  const asked = { email: 'robin@elsewhere.example', name: 'Robin', role: 'auditor' }
  const invited = await memberClient.post('/v1/invitations', asked)
  const invitationId = expectStatus(invited, 201).body.id

  const connection = { params: { connectionId } }
  const member = { params: { memberId } }
  const ownRole = { params: { roleId } }
  const group = { params: { groupId } }
  const hook = { params: { endpointId } }
  return {
    updateMyNotices: { body: { digest: 'daily' } },
    grantOperatorConsent: { body: consent },
    endOperatorConsent: { params: { consentId } },
    getConversation: conversation,
    deleteConversation: conversation,
    offerPasskey: {},
    createPasskey: { body: { name: 'Laptop', credential } },
    renamePasskey: { params: { passkeyId }, body: { name: 'Phone' } },
    removePasskey: { params: { passkeyId } },
    updateMe: { body: { name: 'Dana' } },
    endMySession: { params: { sessionId: session.id } },
    endMySessions: { body: { keepCurrent: true } },
    listMemberSessions: { params: { memberId } },
    endMemberSessions: { params: { memberId } },
    endEverySession: {},
    updateOrganization: { body: { name: 'Acme again', settings: { sessionHours: 24 } } },
    createInvitation: { body: { ...asked, email: 'another@elsewhere.example' } },
    resendInvitation: { params: { invitationId } },
    revokeInvitation: { params: { invitationId } },
    getMember: member,
    updateMember: { ...member, body: { name: 'Robin' } },
    removeMember: member,
    createRole: { body: { ...role, name: 'Second line' } },
    updateRole: { ...ownRole, body: { name: 'First line', permissions: ['runs:read'] } },
    deleteRole: ownRole,
    createGroup: { body: { ...newGroup, name: 'Sales' } },
    getGroup: group,
    updateGroup: { ...group, body: { name: 'Money' } },
    deleteGroup: group,
    listGroupMembers: group,
    addGroupMember: { ...group, body: { memberId } },
    removeGroupMember: { params: { groupId, memberId } },
    createApiKey: { body: key },
    getApiKey: { params: { apiKeyId } },
    revokeApiKey: { params: { apiKeyId } },
    getConnector: { params: { connectorId: 'jira' } },
    getConnectorSetup: { params: { connector: 'slack' } },
    keepVendorApp: { params: { connector: 'asana' }, body: app },
    removeVendorApp: { params: { connector: 'asana' } },
    testVendorApp: { params: { connector: 'asana' } },
    createConnection: { body: { connector: 'jira', name: 'Jira', ...jira } },
    getConnection: connection,
    updateConnection: { ...connection, body: { name: 'Jira again' } },
    revokeConnection: connection,
    testConnection: connection,
    createConnectSession: { body: { connector: 'slack' } },
    runAction: { params: { connectionId, action: 'search_issues' }, body: search },
    getRun: { params: { runId: expectStatus(ran, 200).body.runId } },
    getApproval: { params: { approvalId } },
    approve: { params: { approvalId } },
    reject: { params: { approvalId } },
    createPolicy: { body: rule },
    deletePolicy: { params: { policyId } },
    simulatePolicy: {
      body: { connector: 'jira', action: 'create_issue', connectionId, actorType: 'api_key' },
    },
    askAssistant: { body: { text: 'hello' } },
    publishEvent: { body: { type: 'custom.order.paid', data: { amount: 1 } } },
    getEvent: { params: { eventId } },
    createWebhookEndpoint: { body: { url } },
    getWebhookEndpoint: hook,
    updateWebhookEndpoint: { ...hook, body: { description: 'changed' } },
    deleteWebhookEndpoint: hook,
    rotateWebhookSecret: hook,
    testWebhookEndpoint: hook,
    replayDeliveries: { ...hook, body: { since: '2026-01-01T00:00:00Z' } },
    listDeliveries: hook,
    getDelivery: { params: { deliveryId } },
    listAttempts: { params: { deliveryId } },
    retryDelivery: { params: { deliveryId } },
    exportAuditEvents: { query: { format: 'ndjson' } },
    proveAuditTrail: { query: { eventId: trail.body.data[0].id } },
    verifyAuditLog: {},
  }
}
