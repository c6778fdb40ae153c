// Those who run the hub.

export { beginView, isView, type View } from './begin-view.ts'
export { bootstrapOperator } from './bootstrap-operator.ts'
export { hubHealth } from './hub-health.ts'
export { findListedOrganization, listOrganizations } from './list-organizations.ts'
export {
  addOperator,
  listOperators,
  newOperator,
  type PresentedOperator,
  removeOperator,
} from './manage-operators.ts'
export {
  deploySecretOperator,
  type Operator,
  type OperatorRequest,
  operatorActor,
} from './operator.ts'
export { livingConsent, organizationHealth } from './organization-health.ts'
export { requireRecentOperatorSignIn } from './recent-sign-in.ts'
export { restoreDatabase, restoreInput } from './restore-database.ts'
export {
  authenticateOperator,
  createOperatorLink,
  endOperatorSession,
  isOperatorLink,
  linkForLetter,
  redeemOperatorLink,
} from './sign-in.ts'
export { listOperatorEvents, recordOperatorAct } from './write-operator-change.ts'
