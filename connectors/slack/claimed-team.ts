// Which workspace a request says it is about, read before it is verified and only to choose the secret to verify it with: an
// organization's own app signs with its own. Nothing else may be done with it. Nothing throws.
import { z } from 'zod'

const id = z.string().min(1).max(100)
const event = z.object({
  team_id: id.nullish(),
  context_team_id: id.nullish(),
  authorizations: z.array(z.object({ team_id: id.nullish() })).nullish(),
})
const interaction = z.object({ team: z.object({ id }).nullish() })

/** The workspace as an event, an interaction or a command names it; null where it names none. The same place as after verification. */
export function claimedTeam(body: Uint8Array): string | null {
  const text = new TextDecoder().decode(body)
  const json = parseJson(text)
  if (json !== undefined) {
    const given = event.safeParse(json)
    if (!given.success) return null
    const { context_team_id, authorizations, team_id } = given.data
    return context_team_id ?? authorizations?.[0]?.team_id ?? team_id ?? null
  }
  const form = new URLSearchParams(text)
  const payload = form.get('payload')
  if (payload === null) return id.safeParse(form.get('team_id')).data ?? null
  return interaction.safeParse(parseJson(payload)).data?.team?.id ?? null
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
