// A refusal of the hub as the dashboard carries it: RFC 9457, read field by field at the door, so that nothing behind it meets an
// unexpected shape. What has no answer at all (no network, no time) is a problem too, with the code `unreachable`.

/** One field's refusal: a dotted path inside the body, `body` for the whole. */
export interface FieldProblem {
  readonly path: string
  readonly message: string
}

/** Thrown by every call of the hub that did not succeed. */
export class Problem extends Error {
  /** 0 when there was no answer. */
  readonly status: number
  readonly code: string
  readonly title: string
  readonly detail: string
  readonly requestId: string | null
  readonly errors: readonly FieldProblem[]
  /** Every member of the document, further ones such as `approvalId` included. */
  readonly members: Readonly<Record<string, unknown>>

  constructor(status: number, members: Readonly<Record<string, unknown>>) {
    const title = textOf(members.title) ?? 'The request failed'
    super(title)
    this.name = 'Problem'
    this.status = status
    this.members = members
    this.title = title
    this.code = textOf(members.code) ?? (status === 0 ? 'unreachable' : 'internal')
    this.detail = textOf(members.detail) ?? ''
    this.requestId = textOf(members.requestId)
    this.errors = Array.isArray(members.errors) ? members.errors.flatMap(fieldProblemOf) : []
  }
}

/** Any thrown thing as a problem: a failed fetch is `unreachable`. */
export function problemOf(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown
  const late = thrown instanceof DOMException && thrown.name === 'TimeoutError'
  return new Problem(0, {
    code: 'unreachable',
    title: late ? 'The hub took too long' : 'The hub did not answer',
    detail: 'Look at your connection to the network, then try again. Nothing accepted is lost.',
  })
}

/** A refused answer's problem; an answer that is no problem document is told by its status. */
export function problemOfAnswer(response: Response, body: unknown): Problem {
  const members = recordOf(body)
  if (textOf(members.code) !== null) return new Problem(response.status, members)
  return new Problem(response.status, {
    title: 'The hub answered with an error',
    detail: `It said ${response.status}. Try again; if it stays, tell an admin the request’s id.`,
    requestId: response.headers.get('x-request-id'),
  })
}

/** A foreign value as a record; empty when it is none. */
export const recordOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}

const textOf = (value: unknown) => (typeof value === 'string' ? value : null)

function fieldProblemOf(value: unknown): FieldProblem[] {
  const { path, message } = recordOf(value)
  return typeof path === 'string' && typeof message === 'string' ? [{ path, message }] : []
}
