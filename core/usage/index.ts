// Meters.
export { listUsage, presentedUsage, usageQuery } from './list-usage.ts'
