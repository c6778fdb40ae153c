// Names of fields as people read them.

/** `issueType` reads “Issue type”. */
export function nameWords(name: string): string {
  const words = name.replaceAll(/[-_]/g, ' ').replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
  const lower = words.replaceAll(/\b[A-Z][a-z]+\b/g, (word) => word.toLowerCase())
  const spelt = lower.replaceAll(/\b(?:api|html|id|jql|soql|sql|url)\b/g, (word) =>
    word.toUpperCase(),
  )
  const plain = spelt.replaceAll(/\bID\b/g, 'id')
  return plain.charAt(0).toUpperCase() + plain.slice(1)
}
