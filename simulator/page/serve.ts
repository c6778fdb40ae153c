// Serves the simulators' page at `/` and its two files.
import type { SimulatorAnswer } from '../../core/contract/simulator.ts'
import type { ControlParts } from '../control.ts'
import { problem, type ReceivedRequest } from '../http.ts'

/** Answers everything that is neither a vendor's nor the control API's. */
export function answerPage(
  request: ReceivedRequest,
  _parts: ControlParts,
  around: { hubUrl: string },
): SimulatorAnswer {
  if (request.path !== '/') return problem(404, 'No simulator has this path.')
  const headers = { 'content-type': 'text/html; charset=utf-8' }
  return {
    status: 200,
    headers,
    text: `<!doctype html><title>Simulators</title><h1>Simulators</h1><p>All of this is pretend. Hub: ${around.hubUrl}</p>`,
  }
}
