// What the pretend Jira holds, seen past its API: whether a write was made, and how often.
import type { Control } from './chat.ts'

/** How many issues have exactly that summary. */
export async function countIssues(control: Control, summary: string): Promise<number> {
  const { panels } = (await control('GET', '/overview')) as {
    panels: { vendor: string; panel: { rows: readonly (readonly string[])[] } }[]
  }
  const rows = panels.find(({ vendor }) => vendor === 'jira')?.panel.rows ?? []
  return rows.filter((row) => row.includes(summary)).length
}
