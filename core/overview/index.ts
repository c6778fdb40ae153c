// The organization at a glance.
export { getOverview, presentedOverview } from './get-overview.ts'
