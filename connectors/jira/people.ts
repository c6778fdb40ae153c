// From what a person says ("dana@acme.example") to the account Jira wants. Never a guess: an email that
// fits nobody, or more than one, is refused with a sentence that says what to give instead.
import { z } from 'zod'
import { VendorError } from '../../core/contract/vendor-error.ts'
import type { VendorClient } from '../kit/vendor-client.ts'

const users = z.array(
  z.object({
    accountId: z.string(),
    accountType: z.string().optional(),
    active: z.boolean().optional(),
    emailAddress: z.string().nullish(),
  }),
)

/**
 * The account id of an assignee given as account id or email.
 *
 * @throws VendorError refused when an email fits no active person, or several
 */
export async function accountIdOf(client: VendorClient, assignee: string): Promise<string> {
  if (!assignee.includes('@')) return assignee
  const found = await client.request({
    effect: 'read',
    method: 'GET',
    path: '/rest/api/3/user/search',
    query: { query: assignee, maxResults: 20 },
    answer: users,
  })
  const people = found.filter(
    (user) => user.active !== false && (user.accountType ?? 'atlassian') === 'atlassian',
  )
  const email = assignee.toLowerCase()
  const exact = people.filter((user) => user.emailAddress?.toLowerCase() === email)
  // People may hide their address; Jira then still finds them by it, alone.
  const hidden = people.filter((user) => !user.emailAddress)
  const candidates = exact.length > 0 ? exact : hidden
  const [only] = candidates
  if (only !== undefined && candidates.length === 1) return only.accountId
  throw new VendorError('refused', 'jira', {
    vendorDetail:
      candidates.length === 0
        ? `No active Jira user has the email ${assignee}.`
        : `Several Jira users fit ${assignee}: give the account id instead.`,
  })
}
