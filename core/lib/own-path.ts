// Where a page may send its reader after a form: a path of our own origin and nothing else. Browsers read `//host`, `/\host` and
// paths with tabs or line breaks inside as other hosts (URL Standard, 4.4), so what is not plain is no path.

const charactersMax = 1_000

/** The path with its query and fragment, as given; null for anything that could lead elsewhere. */
export function ownPath(text: string | null | undefined): string | null {
  if (!text || text.length > charactersMax) return null
  if (!/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(text)) return null
  const base = 'https://own.invalid'
  return URL.canParse(text, base) && new URL(text, base).origin === base ? text : null
}
