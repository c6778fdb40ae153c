// An error and its causes as one bounded text for the operator's log. Parameters of database queries are cut: they hold addresses
// and hashes.
const charactersMax = 4_000
const causesMax = 5

export function errorText(error: unknown): string {
  const texts: string[] = []
  for (let each = error, depth = 0; each !== undefined && depth < causesMax; depth++) {
    texts.push(each instanceof Error ? (each.stack ?? each.message) : String(each))
    each = each instanceof Error ? each.cause : undefined
  }
  return texts
    .join('\ncaused by ')
    .replaceAll(/params:[\s\S]*?(?=\n\s+at |\ncaused by |$)/g, 'params: (left out)')
    .slice(0, charactersMax)
}
