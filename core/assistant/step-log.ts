// What a conversation has already done for one item, kept by its object: a restart resumes after the last step. A step that
// reaches the outside is marked before it is made, so that after a crash the outside is asked instead of told twice.
export interface StepLog {
  get(name: string): unknown
  set(name: string, value: unknown): void
}

/** Does a step once: later calls answer what it came to. Only for steps that may be repeated after a crash. */
export async function once<Value>(
  steps: StepLog,
  name: string,
  work: () => Promise<Value>,
): Promise<Value> {
  const done = steps.get(name)
  if (done !== undefined) return done as Value
  const value = await work()
  steps.set(name, value)
  return value
}
