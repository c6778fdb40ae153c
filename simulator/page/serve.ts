// Serves the simulators' page at `/`, its stylesheet, and its scripts with their types stripped. Everything comes from this folder
// and nothing from elsewhere; the content security policy allows nothing else.
import { readdirSync, readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import type { SimulatorAnswer } from '../../core/contract/simulator.ts'
import type { ControlParts } from '../control.ts'
import { problem, type ReceivedRequest } from '../http.ts'

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
const scripts = new URL('browser/', import.meta.url)
const served = new Map<string, { type: string; text: string }>()

const escapeHtml = (text: string) =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)

/** Answers everything that is neither a vendor's nor the control API's. */
export function answerPage(
  request: ReceivedRequest,
  parts: ControlParts,
  around: { hubUrl: string },
): SimulatorAnswer {
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return problem(405, 'The page takes GET.')
  const headers = {
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  }
  if (request.path === '/') {
    const vendors = [...parts.vendors.values()].map((vendor) => vendor.name)
    return {
      status: 200,
      headers: { ...headers, 'content-type': 'text/html; charset=utf-8' },
      text: shell(around.hubUrl, vendors),
    }
  }
  if (request.path === '/favicon.ico') return { status: 204 }
  const file = findFile(request.path)
  if (!file) return problem(404, 'No simulator has this path.')
  return { status: 200, headers: { ...headers, 'content-type': file.type }, text: file.text }
}

function findFile(path: string): { type: string; text: string } | undefined {
  if (served.size === 0) {
    served.set('/page/page.css', {
      type: 'text/css; charset=utf-8',
      text: readFileSync(new URL('page.css', import.meta.url), 'utf8'),
    })
    for (const name of readdirSync(scripts)) {
      served.set(`/page/${name}`, {
        type: 'text/javascript; charset=utf-8',
        text: stripTypes(readFileSync(new URL(name, scripts), 'utf8')),
      })
    }
  }
  return served.get(path)
}

/** Node calls the function experimental in a warning of its own; a newcomer's terminal is no place for it. */
function stripTypes(source: string): string {
  const warn = process.emitWarning
  process.emitWarning = () => undefined
  try {
    return stripTypeScriptTypes(source)
  } finally {
    process.emitWarning = warn
  }
}

function shell(hubUrl: string, vendors: string[]): string {
  const hub = escapeHtml(hubUrl)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Causeway simulators</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/page/page.css">
<script type="module" src="/page/main.ts"></script>
</head>
<body>
<header class="top">
  <div>
    <h1>Causeway simulators</h1>
    <p class="pretend"><strong>All of this is pretend.</strong> ${escapeHtml(vendors.join(', '))}: played on this machine, talking to nobody.</p>
  </div>
  <nav aria-label="The hub"><a href="${hub}/">Dashboard</a><a href="${hub}/docs">API docs</a></nav>
</header>
<main>
  <section class="chat" id="chat" aria-label="Chat"><p class="quiet">Loading…</p></section>
  <section class="watch" aria-label="What the vendors hold and saw">
    <div class="tabs" id="tabs" role="tablist" aria-label="What to watch"></div>
    <div class="panel" id="panel" role="tabpanel" tabindex="0"></div>
  </section>
</main>
<div class="notice" id="notice" role="status" aria-live="polite"></div>
<noscript><p class="quiet">The page needs its script; the control API at <code>/_control</code> does not.</p></noscript>
</body>
</html>
`
}
