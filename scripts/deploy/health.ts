// Asks a deployed hub how it is, until it answers well or a bound is over: a new deploy takes some seconds to be everywhere.

export interface HealthTools {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>
  readonly pause: (ms: number) => Promise<void>
}

const triesMax = 20
const everyMs = 3_000
const answerMs = 10_000

/** Null when `GET <origin>/health` answers ok; else the last answer in one sentence. */
export async function healthOf(
  { fetch, pause }: HealthTools,
  origin: string,
  tries = triesMax,
): Promise<string | null> {
  let last = 'it was not asked'
  for (let count = 0; count < tries; count++) {
    if (count > 0) await pause(everyMs)
    try {
      const response = await fetch(`${origin}/health`, {
        redirect: 'manual',
        signal: AbortSignal.timeout(answerMs),
      })
      const text = await response.text()
      if (response.status === 200 && isHealthy(text)) return null
      last = `it answers ${response.status}: ${text.slice(0, 300).trim()}`
    } catch (error) {
      last = error instanceof Error ? `it does not answer: ${error.message}` : 'it does not answer'
    }
  }
  return last
}

function isHealthy(text: string): boolean {
  try {
    const body: unknown = JSON.parse(text)
    return typeof body === 'object' && body !== null && 'status' in body && body.status === 'ok'
  } catch {
    return false
  }
}
