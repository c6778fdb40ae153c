// A waiting write as the pages see it: whose yes it wants, and whether the signed-in person is the one. The hub decides; this
// mirrors its rule (a confirmation is the asker's own, an approval another leader's), so that nothing is offered in vain.
import type { operations } from '@causeway/sdk'
import { useQuery } from '@tanstack/react-query'
import { apiKeysQuery } from '../../hub/names.ts'
import { useMay, useMe } from '../../hub/permissions.ts'
import { referenceOf } from '../../kit/actor.tsx'

export type Approval = operations['getApproval']['responses'][200]['content']['application/json']

/** The person who asked: themselves, or through chat; null for a program. */
function askerOf({ requestedBy }: Approval): string | null {
  if (requestedBy.type === 'member') return requestedBy.id
  const person = referenceOf(requestedBy.onBehalfOf)
  return person?.type === 'member' ? person.id : null
}

/** Whether a person asked for it, themselves or through chat. */
export const isAskedBy = (approval: Approval, memberId: string) => askerOf(approval) === memberId

/** Tells of each approval whether the signed-in person may decide it. */
export function useMayDecide(): (approval: Approval) => boolean {
  const me = useMe()
  const may = useMay()
  const { data: keys } = useQuery({ ...apiKeysQuery, enabled: may('api-keys:read') })
  return (approval) => {
    if (!may('approvals:decide')) return false
    const leads = me.role === 'owner' || me.role === 'admin'
    const asker = askerOf(approval)
    if (approval.kind === 'confirmation') return asker === null ? leads : asker === me.id
    const maker = keys?.find(({ id }) => id === approval.requestedBy.id)?.createdBy.id
    return leads && (asker ?? maker) !== me.id
  }
}

/** Whose yes it wants, in a sentence. */
export function whoDecides(approval: Approval): string {
  if (approval.kind === 'approval') return 'An owner or an admin other than the asker says yes.'
  return askerOf(approval) === null
    ? 'A program asked, so an owner or an admin says yes.'
    : 'Only the person who asked says yes.'
}
