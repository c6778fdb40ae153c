// The few pages that the hub itself shows (sign-in, sign-up, invitations, connect): one plain, calm frame, no script. Their look is
// `/pages.css`, a file of the dashboard's build, so that the policy allows no inline style; an organization's accent is a small
// stylesheet of its own.
import { escapeHtml } from '../core/lib/html.ts'
import type { Brand } from '../core/mail/brand.ts'

export { escapeHtml }

/** Styles and pictures of our own, no script, framed by nobody. */
const policy =
  "default-src 'none'; style-src 'self'; img-src 'self'; frame-ancestors 'none'; base-uri 'none'"

export interface PageOptions {
  readonly status?: number
  /** Whose page it is: its name, logo and colour. Left out: Causeway's own. */
  readonly brand?: Brand | null
  /** A form's answer redirects to a vendor, and browsers hold form-action against the whole chain. */
  readonly formsLeave?: boolean
}

/** A page around trusted markup; everything foreign in it was escaped by the caller. */
export function page(title: string, body: string, options: PageOptions = {}): Response {
  return new Response(frame(title, body, options.brand ?? null), {
    status: options.status ?? 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': options.formsLeave ? policy : `${policy}; form-action 'self'`,
    },
  })
}

function frame(title: string, body: string, brand: Brand | null): string {
  const colors = brand?.accentColor
    ? `\n<link rel="stylesheet" href="/brand/${escapeHtml(brand.organizationId)}/colors.css">`
    : ''
  const logo = brand?.logoUrl
    ? `<img src="${escapeHtml(brand.logoUrl)}" alt="" height="32">`
    : brand
      ? ''
      : '<img src="/favicon.svg" alt="" height="28" width="28">'
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="robots" content="noindex">
<title>${escapeHtml(title)} · ${escapeHtml(brand?.displayName ?? 'Causeway')}</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/pages.css">${colors}
</head><body><header class="brand">${logo}<span>${escapeHtml(brand?.displayName ?? 'Causeway')}</span></header>
<main>${body}</main>${brand ? '\n<footer>by Causeway</footer>' : ''}</body></html>`
}
