// Whether a parsed JSON value can be written again as it came. JSON.parse lets three things in that nothing later can keep:
// lone surrogates (no UTF-8 says them), numbers beyond a double (they become Infinity, and then null), and nesting that ends
// the stack of whoever walks it. RFC 8259 §8.2 and §6, RFC 7493 (I-JSON) §2. Iterative, so that it cannot fall over itself.

/** Far above what any message of ours or of a vendor nests, far below what a stack holds. */
export const jsonDepthMax = 100

/** What is wrong with a value that JSON.parse made, in words for whoever sent it; null when nothing is. */
export function inexactnessOfJson(value: unknown): string | null {
  const waiting: { value: unknown; depth: number }[] = [{ value, depth: 0 }]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { value: each, depth } = next
    if (typeof each === 'string' && !each.isWellFormed()) return 'holds half of a surrogate pair'
    if (typeof each === 'number' && !Number.isFinite(each))
      return 'holds a number that is too large'
    if (typeof each !== 'object' || each === null) continue
    if (depth === jsonDepthMax) return `is nested deeper than ${jsonDepthMax}`
    for (const [name, member] of Object.entries(each)) {
      if (!name.isWellFormed()) return 'holds half of a surrogate pair'
      waiting.push({ value: member, depth: depth + 1 })
    }
  }
  return null
}
