// The audit trail's use cases.
export { exportAuditEvents, exportFormats } from './export-audit-events.ts'
export { listAuditEvents } from './list-audit-events.ts'
export { listCheckpoints } from './list-checkpoints.ts'
export { proveAuditEvent } from './prove-audit-event.ts'
export { proveAuditGrowth } from './prove-audit-growth.ts'
export { auditFailureCodes, verifyAuditLog } from './verify-audit-log.ts'
export { wakeGrownAuditLogs } from './wake-grown-audit-logs.ts'
