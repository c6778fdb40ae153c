// Builds the few JQL texts of our own. Every value is quoted, so that no value becomes a clause; times are
// relative, because Jira reads absolute ones in the time zone of the account.
// Strings: support.atlassian.com/jira-software-cloud/docs/jql-fields/ and "advanced search: reserved characters".

/** A value as a JQL string: inside double quotes, with backslash and quote escaped, on one line. */
export function jqlString(value: string): string {
  const line = value.replace(/\p{Cc}/gu, ' ')
  return `"${line.replace(/[\\"]/g, (found) => `\\${found}`)}"`
}

/** That many milliseconds before now, in whole minutes rounded up, as JQL's relative time: `"-90m"`. */
export function jqlAgo(ms: number): string {
  return `"-${Math.max(1, Math.ceil(ms / 60_000))}m"`
}
