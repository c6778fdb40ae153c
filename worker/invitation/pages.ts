// What a person sees who was invited: the invitation, or why it no longer works and what to do then.
import { AppError, type ErrorCode } from '../../core/contract/errors.ts'
import type { InvitationShown } from '../../core/people/index.ts'
import { escapeHtml, page } from '../page.ts'

/** @param wrongName a name that was typed and cannot be kept; left out on the first look */
export function invitationPage(invitation: InvitationShown, wrongName?: string): Response {
  const { brand, email, roleName } = invitation
  const organization = escapeHtml(brand.displayName)
  const inviter = escapeHtml(invitation.inviterName ?? 'A member')
  const wrong = wrongName !== undefined
  const name = escapeHtml((wrongName ?? invitation.name ?? '').slice(0, 200))
  return page(
    `Join ${brand.displayName}`,
    `<h1>Join ${organization}</h1>
     <p><strong>${inviter}</strong> invites you.</p>
     <dl><dt>Your address</dt><dd>${escapeHtml(email)}</dd><dt>Your role</dt><dd>${escapeHtml(roleName)}</dd></dl>
     <form method="post">
       <label for="name">Your name</label>
       <input id="name" name="name" required maxlength="120" autocomplete="name" value="${name}" autofocus${wrong ? ' aria-invalid="true" aria-describedby="wrong"' : ''}>
       ${wrong ? '<p class="wrong" id="wrong">Type a name of 1 to 120 characters.</p>' : ''}
       <button type="submit">Join ${organization}</button>
     </form>
     <p class="quiet">This works once. You do not know them? Close this page.</p>`,
    { brand, status: wrong ? 400 : 200 },
  )
}

interface Refusal {
  readonly status: number
  readonly title: string
  /** Null: as the refusal itself says. */
  readonly says: string | null
}

const refusals: Partial<Record<ErrorCode, Refusal>> = {
  not_found: {
    status: 410,
    title: 'This invitation no longer works',
    says: 'It was used, withdrawn, is too old, or is not one of ours. If you have joined, sign in; else ask for another.',
  },
  already_claimed: {
    status: 409,
    title: 'You are a member already',
    says: 'Your address belongs to the organization. Sign in with it.',
  },
  conflict: {
    status: 409,
    title: 'That did not work',
    says: 'The organization changed in this moment. Open the link again.',
  },
  forbidden: {
    status: 403,
    title: 'This invitation no longer works',
    says: null,
  },
  organization_suspended: {
    status: 403,
    title: 'The organization is suspended',
    says: 'Nobody can join it now. Whoever invited you can ask the operator of this hub why.',
  },
}

/** A refusal as a page. What has no page of its own is thrown again and answered as everywhere. */
export function refusedInvitation(error: unknown): Response {
  const refusal = error instanceof AppError ? refusals[error.code] : undefined
  if (!(error instanceof AppError) || !refusal) throw error
  return page(
    refusal.title,
    `<h1>${escapeHtml(refusal.title)}</h1><p>${escapeHtml(refusal.says ?? error.detail)}</p>
     <p><a href="/sign-in">To the sign-in page</a></p>`,
    { status: refusal.status },
  )
}
