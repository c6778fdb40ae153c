// A pretend vendor that is its token endpoint and nothing else, for vendors whose connector does not stand yet: it knows one client
// and refuses every code, in the vendor's own words. Development and tests only: reached by simulators, never part of a deploy.
import type {
  SimulatorAnswer,
  SimulatorRequest,
  VendorSimulator,
} from '../../core/contract/simulator.ts'

/** What a form brings. */
export type DeskForm = Readonly<Record<string, string>>

export interface ClientDesk {
  id: string
  /** The product's name, for people. */
  name: string
  /** The one client it knows, with what else its setup asks for. */
  client: Readonly<Record<string, string>>
  isTokenPath(path: string): boolean
  /** Answers a form of a known shape. */
  answer(form: DeskForm, client: Readonly<Record<string, string>>, path: string): SimulatorAnswer
  /** What it says of a request that is no form, or lacks a field. */
  malformed: SimulatorAnswer
}

/** A form as RFC 6749 has it, or null. */
function formOf(request: SimulatorRequest): DeskForm | null {
  const type = request.headers['content-type'] ?? ''
  const isForm = type.startsWith('application/x-www-form-urlencoded')
  return isForm && typeof request.body === 'object' ? (request.body as DeskForm) : null
}

/** The desk as a simulator. `GET /_control/<id>/app` tells the client it knows. */
export function clientDesk(desk: ClientDesk): VendorSimulator {
  return {
    id: desk.id,
    name: desk.name,
    credentials: () => ({
      explanation: `${desk.name} is only a token endpoint here: its client is at /_control/${desk.id}/app.`,
    }),
    async handle(request) {
      if (request.method !== 'POST' || !desk.isTokenPath(request.path)) {
        return { status: 404, json: { error: 'not_found' } }
      }
      const form = formOf(request)
      if (!form?.grant_type || !form.client_id) return desk.malformed
      return desk.answer(form, desk.client, request.path)
    },
    async control(request) {
      if (request.method !== 'GET' || request.path !== '/app') return null
      return { status: 200, json: desk.client }
    },
  }
}

/** RFC 6749 §5.2. */
export function oauthError(error: string, description: string, status = 400): SimulatorAnswer {
  return { status, json: { error, error_description: description } }
}
