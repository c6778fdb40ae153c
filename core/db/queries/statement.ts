// A statement as the one atomic write takes it: prepared, and not yet run.
import type { GuardedStatement } from '../write.ts'

export type Statement = GuardedStatement['statement']
