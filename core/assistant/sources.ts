// Where an answer comes from: for each read that was done, the connection, the action, and the vendor's own links that stand in
// what it answered. Links are the vendor's text: only http(s) addresses on the connector's own account are more than words.
import { z } from 'zod'
import type { AssistantTool } from './tools.ts'

/** Links named of one read; the answer itself names the rest. */
const itemsMax = 5
const titleCharactersMax = 160
/** How deep into an output links are looked for, and how many values are visited. */
const depthMax = 5
const visitedMax = 2_000

export const answerSource = z.object({
  runId: z.string(),
  connector: z.string(),
  /** The product's name. */
  name: z.string(),
  connectionId: z.string(),
  connectionName: z.string(),
  /** What was read, in words. */
  action: z.string(),
  items: z.array(z.object({ title: z.string(), url: z.string() })),
})

export type AnswerSource = z.output<typeof answerSource>

/** The source that a finished read is. */
export function sourceOf(
  tool: AssistantTool,
  connectionName: string,
  runId: string,
  output: unknown,
): AnswerSource {
  return {
    runId,
    connector: tool.connector.id,
    name: tool.connector.name,
    connectionId: tool.connectionId,
    connectionName,
    action: tool.action.title,
    items: linksOf(output),
  }
}

/** Objects that have an address and something to call it by, in order, each address once. */
function linksOf(output: unknown): { title: string; url: string }[] {
  const found = new Map<string, string>()
  let visited = 0
  const visit = (value: unknown, depth: number): void => {
    if (depth > depthMax || found.size >= itemsMax || ++visited > visitedMax) return
    if (Array.isArray(value)) {
      for (const each of value) visit(each, depth + 1)
      return
    }
    if (typeof value !== 'object' || value === null) return
    const fields = value as Record<string, unknown>
    const url = webAddress(fields.url ?? fields.webViewLink)
    const title = [fields.key, fields.title, fields.name, fields.summary]
      .filter((each) => typeof each === 'string' && each !== '')
      .slice(0, 2)
      .join(' ')
    if (url !== null && !found.has(url)) found.set(url, title.slice(0, titleCharactersMax) || url)
    for (const each of Object.values(fields)) visit(each, depth + 1)
  }
  visit(output, 0)
  return [...found].map(([url, title]) => ({ title, url }))
}

function webAddress(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > 2_000 || !URL.canParse(value)) return null
  const { protocol, username, href } = new URL(value)
  return (protocol === 'https:' || protocol === 'http:') && username === '' ? href : null
}
