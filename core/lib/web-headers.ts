// What every answer to a browser carries, whoever gives it: the hub, or the Pages project in front of it that serves the dashboard's
// files. One table, so that no way in is weaker than the other.

/** Pages load scripts, styles and data from our own origin only; nothing is framed; forms stay here. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** On every answer. A page may bring a policy of its own (`content-security-policy`); the rest is the same everywhere. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  // `no-referrer` would make a form's POST say `Origin: null`, and the same-origin check refuse it.
  'referrer-policy': 'same-origin',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'cross-origin-opener-policy': 'same-origin',
  'content-security-policy': contentSecurityPolicy,
}

/** What a file store says of a file that is true whoever serves it. */
const kept = ['content-type', 'content-length', 'etag', 'location']
/** Stores call scripts by different names. */
const mediaTypes: readonly [RegExp, string][] = [
  [/^(text|application)\/(x-)?javascript/, 'text/javascript; charset=utf-8'],
  [/^text\/css/, 'text/css; charset=utf-8'],
]
/** The build names these by their content: what has the name never changes. */
const hashed = /^\/assets\//

/**
 * A file of the dashboard's build as we answer it: nothing of the store's own headers but what describes the file, and how long it
 * may be kept.
 */
export function fileAnswer(path: string, file: Response): Response {
  const headers = new Headers()
  for (const name of kept) {
    const value = file.headers.get(name)
    if (value !== null) headers.set(name, value)
  }
  const stored = headers.get('content-type') ?? ''
  const mediaType = mediaTypes.find(([pattern]) => pattern.test(stored))?.[1]
  if (mediaType !== undefined) headers.set('content-type', mediaType)
  const forEver = hashed.test(path) && file.status < 400
  headers.set(
    'cache-control',
    forEver ? 'public, max-age=31536000, immutable' : 'public, max-age=0, must-revalidate',
  )
  return new Response(file.body, { status: file.status, headers })
}
