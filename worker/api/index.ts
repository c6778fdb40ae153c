// Every public operation, by resource.
import type { Operation } from '../operation.ts'
import { apiKeyOperations } from './api-keys/operations.ts'
import { approvalOperations } from './approvals/operations.ts'
import { assistantOperations } from './assistant/operations.ts'
import { auditOperations } from './audit/operations.ts'
import { connectionOperations } from './connections/operations.ts'
import { connectorSetupOperations } from './connector-setups/operations.ts'
import { connectorOperations } from './connectors/operations.ts'
import { deliveryOperations } from './deliveries/operations.ts'
import { eventOperations } from './events/operations.ts'
import { groupOperations } from './groups/operations.ts'
import { invitationOperations } from './invitations/operations.ts'
import { meOperations } from './me/operations.ts'
import { memberOperations } from './members/operations.ts'
import { noticeOperations } from './notices/operations.ts'
import { operatorConsentOperations } from './operator-consents/operations.ts'
import { organizationOperations } from './organization/operations.ts'
import { overviewOperations } from './overview/operations.ts'
import { passkeyOperations } from './passkeys/operations.ts'
import { policyOperations } from './policies/operations.ts'
import { roleOperations } from './roles/operations.ts'
import { runOperations } from './runs/operations.ts'
import { sessionOperations } from './sessions/operations.ts'
import { usageOperations } from './usage/operations.ts'
import { webhookEndpointOperations } from './webhook-endpoints/operations.ts'

export const operations: readonly Operation[] = [
  ...meOperations,
  ...noticeOperations,
  ...sessionOperations,
  ...passkeyOperations,
  ...organizationOperations,
  ...overviewOperations,
  ...memberOperations,
  ...invitationOperations,
  ...roleOperations,
  ...groupOperations,
  ...apiKeyOperations,
  ...connectorOperations,
  ...connectorSetupOperations,
  ...connectionOperations,
  ...runOperations,
  ...approvalOperations,
  ...operatorConsentOperations,
  ...policyOperations,
  ...assistantOperations,
  ...eventOperations,
  ...webhookEndpointOperations,
  ...deliveryOperations,
  ...auditOperations,
  ...usageOperations,
]
