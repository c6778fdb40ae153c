// Where to go after signing in. Whoever made the link chooses the text, so only a path of our own origin is believed: an open
// redirect would lend our name to another site (CWE-601). Browsers read `\` as `/`, and drop tabs and line ends.

/** The path to go to: `next` when it is a plain path of ours, else `/`. */
export function nextPath(next: unknown, origin: string): string {
  if (typeof next !== 'string' || !/^\/(?![/\\])[^\\\s\p{Cc}]*$/u.test(next)) return '/'
  if (!URL.canParse(next, origin)) return '/'
  const url = new URL(next, origin)
  if (url.origin !== origin || /^\/(sign-in|sign-up|sign-out)(\/|$)/.test(url.pathname)) return '/'
  const path = url.pathname + url.search + url.hash
  // `/..//evil.example` is a path of ours until it is read a second time.
  return path.startsWith('//') ? '/' : path
}
