// Actions: the catalogue, runs, and what waits for a yes.
export { decideApproval } from './decide-approval.ts'
export { getApproval, listApprovals } from './list-approvals.ts'
export { getConnector, listConnectors, presentedConnector } from './list-connectors.ts'
export { getRun, listRuns, presentedRun } from './list-runs.ts'
export { presentedApproval } from './present-approval.ts'
export { runAction } from './run-action.ts'
export { sweepApprovals } from './sweep-approvals.ts'
export { sweepRuns } from './sweep-runs.ts'
