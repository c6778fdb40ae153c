// What goes wrong with a command, in one line for a person and one code for a program. Anything else that is thrown is a defect.

/** The hub or the network refused. `code` is the hub's own where it gave one. */
export class CommandError extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.name = 'CommandError'
    this.code = code
  }
}

/** The command line itself is wrong. */
export class UsageError extends CommandError {
  constructor(message: string) {
    super('usage', message)
    this.name = 'UsageError'
  }
}
