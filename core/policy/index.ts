// What may run, and after whose yes.
export {
  createPolicy,
  decidePolicy,
  deletePolicy,
  listPolicies,
  newPolicy,
  policySimulation,
  presentedDecision,
  presentedPolicy,
  simulatePolicy,
} from './policies.ts'
