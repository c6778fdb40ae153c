// The few pages that the hub itself shows (sign-in, connect): one plain, calm frame, no script.
import { escapeHtml } from '../core/lib/html.ts'

/** Its own style, no script, nothing loaded, framed by nobody. */
const policy =
  "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'"

/**
 * A page around trusted markup; everything foreign in it was escaped by the caller.
 * `formsLeave`: a form's answer redirects to a vendor, and browsers hold form-action against the whole chain.
 */
export function page(
  title: string,
  body: string,
  options: { formsLeave?: boolean; status?: number } = {},
): Response {
  const html = frame(title, body)
  return new Response(html, {
    status: options.status ?? 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': options.formsLeave ? policy : `${policy}; form-action 'self'`,
    },
  })
}

function frame(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} · Causeway</title>
<style>
:root{color-scheme:light dark;--ink:#1b2330;--paper:#f6f7f9;--card:#fff;--line:#dfe3e8;--accent:#2f5fd0}
@media (prefers-color-scheme:dark){:root{--ink:#e6e9ee;--paper:#14181f;--card:#1c222c;--line:#2e3642;--accent:#7aa2ff}}
body{margin:0;min-height:100vh;display:grid;place-items:center;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:2rem;max-width:26rem;margin:1rem}
h1{font-size:1.25rem;margin:0 0 .5rem}p{margin:.5rem 0}
button,.button{display:inline-block;margin-top:1rem;font:inherit;font-weight:600;padding:.6rem 1.2rem;border-radius:8px;border:0;background:var(--accent);color:var(--card);text-decoration:none;cursor:pointer}
table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.4rem .8rem;border-bottom:1px solid var(--line)}:target{background:#fd06}main:has(table){max-width:52rem;overflow-x:auto;box-sizing:border-box;max-width:min(52rem,calc(100vw - 2rem))}
</style></head><body><main>${body}</main></body></html>`
}
