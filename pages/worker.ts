// The Pages project's one Worker. PUBLIC_ORIGIN leads here: the files of the dashboard's build come from Pages, everything else,
// every page included, from the hub by a service binding. So the page and the API it calls are always of the same deploy, and the
// hub alone decides about hosts, sessions and headers. The hub has no address of its own.
//
// A file that this deploy of Pages does not have (any more, or yet) is asked of the hub, which holds the build it was deployed with.
import { fileAnswer, securityHeaders } from '../core/lib/web-headers.ts'

interface Env {
  /** The build's files. */
  readonly ASSETS: Fetcher
  /** The hub. */
  readonly HUB: Fetcher
}

/** Hashed files, and those at the root that pages load: never a page, never a path of the API. */
const file = /^\/(assets\/[\w.-]+|[\w-]+\.(js|css|svg|png|ico|woff2|webmanifest))$/

export default {
  async fetch(request, env) {
    const { pathname } = new URL(request.url)
    if (file.test(pathname) && (request.method === 'GET' || request.method === 'HEAD')) {
      const found = await env.ASSETS.fetch(request)
      if (found.status === 200 || found.status === 304)
        return withSecurity(fileAnswer(pathname, found))
      await found.body?.cancel()
    }
    return env.HUB.fetch(request)
  },
} satisfies ExportedHandler<Env>

function withSecurity(answer: Response): Response {
  for (const [name, value] of Object.entries(securityHeaders)) answer.headers.set(name, value)
  return answer
}
