// Structured lines for the operator's log, one JSON object each. Fields are chosen by the caller and never hold secrets or
// bodies; an error's own text goes to `error`, its causes after it.
import type { Log } from '../../core/contract/ports.ts'

export const consoleLog: Log = {
  write(level, message, fields = {}) {
    const line = JSON.stringify({ level, message, ...fields })
    if (level === 'error') console.error(line)
    else if (level === 'warn') console.warn(line)
    else console.log(line)
  },
}
