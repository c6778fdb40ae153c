// What a person sees who connects a vendor: what will be asked for and why, that it is done, or what went wrong and what to do now.
import type { Connector } from '../../core/contract/connector.ts'
import { AppError, type ErrorCode, errorCatalogue } from '../../core/contract/errors.ts'
import type { VendorSetup } from '../../core/contract/setup.ts'
import type { Brand } from '../../core/mail/brand.ts'
import { escapeHtml, page } from '../page.ts'

export function connectPage(
  connector: Connector,
  setup: VendorSetup | undefined,
  brand: Brand | null,
): Response {
  const vendor = escapeHtml(connector.name)
  const whose = escapeHtml(brand?.displayName ?? 'your organization')
  const scopes = (setup?.scopes ?? []).map(
    ({ scope, why }) =>
      `<li>${escapeHtml(why)} <code class="quiet">${escapeHtml(scope)}</code></li>`,
  )
  return page(
    `Connect ${connector.name}`,
    `<h1>Connect ${vendor} to ${whose}</h1>
     <p>${escapeHtml(connector.description)}</p>
     <form method="post"><button type="submit">Continue to ${vendor}</button></form>
     <p class="quiet">${vendor} asks for your consent on its own page next. Nothing is connected before you agree there, and it can be taken back at any time.</p>
     ${scopes.length > 0 ? `<h2>What ${vendor} will be asked for</h2><ul>${scopes.join('')}</ul>` : ''}`,
    { brand, formsLeave: true },
  )
}

export function connectedPage(
  connection: { readonly id: string; readonly name: string },
  vendor: string,
  brand: Brand | null,
): Response {
  return page(
    'Connected',
    `<h1>${escapeHtml(vendor)} is connected</h1>
     <dl><dt>Connection</dt><dd>${escapeHtml(connection.name)}</dd></dl>
     <p>You can close this page.</p>
     <a class="button" href="/connections/${encodeURIComponent(connection.id)}">Open the connection</a>`,
    { brand },
  )
}

interface Advice {
  readonly title: string
  readonly todo: string
}

const askAgain = 'Ask whoever sent you the link for a new one, or make one in the dashboard.'

const advices: Partial<Record<ErrorCode, Advice>> = {
  not_found: { title: 'This link no longer works', todo: askAgain },
  vendor_refused: { title: 'Nothing was connected', todo: `To try again: ${askAgain}` },
  vendor_unreachable: { title: 'Nothing was connected', todo: `Try again soon. ${askAgain}` },
  vendor_rate_limited: { title: 'Nothing was connected', todo: `Try again soon. ${askAgain}` },
  vendor_malformed: { title: 'Nothing was connected', todo: `Try again later. ${askAgain}` },
  already_claimed: {
    title: 'It is connected elsewhere',
    todo: 'Whoever connected it there must disconnect it first.',
  },
  conflict: { title: 'Nothing was connected', todo: askAgain },
  forbidden: {
    title: 'This link no longer works',
    todo: 'Who made it may not connect this (any more). An owner or admin can.',
  },
  organization_suspended: {
    title: 'The organization is suspended',
    todo: 'Its owner can ask the operator of this hub why.',
  },
}

/** A refusal as a page, with its own status. A defect is thrown again and answered as everywhere. */
export function refusedPage(error: unknown, brand: Brand | null): Response {
  const advice = error instanceof AppError ? advices[error.code] : undefined
  if (!(error instanceof AppError) || !advice) throw error
  return page(
    advice.title,
    `<h1>${escapeHtml(advice.title)}</h1>
     <p class="wrong">${escapeHtml(error.detail)}</p>
     <p>${escapeHtml(advice.todo)}</p>
     <a class="button" href="/connections">To the connections</a>`,
    { status: errorCatalogue[error.code].status, brand },
  )
}
