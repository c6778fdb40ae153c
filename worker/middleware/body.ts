// Reads a JSON body with a bound: media type first, then size by the bytes that came, then syntax.
import { AppError } from '../../core/contract/errors.ts'
import { inexactnessOfJson } from '../../core/lib/exact-json.ts'
import { isJsonMediaType } from '../../core/lib/media-type.ts'
import type { HubContext } from '../http-context.ts'

/**
 * The parsed body.
 * @throws AppError unsupported_media_type, payload_too_large, invalid_request
 */
export async function readJsonBody(
  c: HubContext,
  bounds: { bytesMax: number; optional: boolean },
): Promise<unknown> {
  const type = c.req.header('content-type')
  const bytes = await readBoundedBytes(c.req.raw, bounds.bytesMax)
  if (bytes.length === 0 && bounds.optional) return {}
  if (type === undefined || !isJsonMediaType(type)) {
    throw new AppError('unsupported_media_type', 'Send the body as application/json.')
  }
  const value = parseJson(bytes)
  const wrong = inexactnessOfJson(value)
  if (wrong === null) return value
  throw new AppError('invalid_request', 'The body cannot be kept as it is.', {
    errors: [{ path: 'body', message: wrong }],
  })
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes))
  } catch (cause) {
    throw new AppError('invalid_request', 'The body is not valid JSON.', {
      errors: [{ path: 'body', message: 'not valid JSON in UTF-8' }],
      cause,
    })
  }
}

/** The body's bytes; stops reading at the bound. @throws AppError payload_too_large */
export async function readBoundedBytes(
  request: Request,
  bytesMax: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const tooLarge = () =>
    new AppError('payload_too_large', `The body may have at most ${bytesMax} bytes.`)
  if (Number(request.headers.get('content-length') ?? 0) > bytesMax) throw tooLarge()
  if (!request.body) return new Uint8Array()
  const chunks: Uint8Array[] = []
  let length = 0
  const reader = request.body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    length += value.byteLength
    if (length > bytesMax) {
      await reader.cancel()
      throw tooLarge()
    }
    chunks.push(value)
  }
  const bytes = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.byteLength
  }
  return bytes
}
