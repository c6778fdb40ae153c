// The route tree: every page by its path, each in a chunk of its own. Pages inside the dashboard wait until it is known who asks;
// nobody signed in is sent to sign in, and back afterwards. Filters stand in the URL as plain text.
import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { meQuery } from './hub/queries.ts'
import { Dashboard } from './shell/dashboard.tsx'
import { FailedPage, MissingPage, WaitingPage } from './shell/route-states.tsx'

const root = createRootRouteWithContext<{ queryClient: QueryClient }>()({ component: Outlet })

/** Filters of any page: text by name. */
type Search = Readonly<Record<string, string | undefined>>
const textSearch = (search: Record<string, unknown>): Search =>
  Object.fromEntries(
    Object.entries(search)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, String(value)]),
  )

const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  validateSearch: textSearch,
  beforeLoad: async ({ context, location }) => {
    const me = await context.queryClient.ensureQueryData(meQuery)
    if (me === null) throw redirect({ to: '/sign-in', search: { next: location.href } })
  },
  component: Dashboard,
})

const page = <const Path extends string>(path: Path, load: Load) =>
  createRoute({ getParentRoute: () => inside, path, component: lazyRouteComponent(load, 'Page') })

const open = <const Path extends string>(path: Path, load: Load) =>
  createRoute({
    getParentRoute: () => root,
    path,
    validateSearch: textSearch,
    component: lazyRouteComponent(load, 'Page'),
  })

type Load = () => Promise<{ Page: () => React.ReactNode }>

const pages = [
  page('/', () => import('./pages/overview/page.tsx')),
  page('/chat', () => import('./pages/chat/page.tsx')),
  page('/chat/$conversationId', () => import('./pages/chat/page.tsx')),
  page('/connectors', () => import('./pages/connectors/page.tsx')),
  page('/connectors/$connectorId', () => import('./pages/connectors/connector-page.tsx')),
  page('/connections', () => import('./pages/connections/page.tsx')),
  page('/connections/$connectionId', () => import('./pages/connections/connection-page.tsx')),
  page('/runs', () => import('./pages/runs/page.tsx')),
  page('/runs/$runId', () => import('./pages/runs/run-page.tsx')),
  page('/approvals', () => import('./pages/approvals/page.tsx')),
  page('/approvals/$approvalId', () => import('./pages/approvals/approval-page.tsx')),
  page('/policies', () => import('./pages/policies/page.tsx')),
  page('/webhooks', () => import('./pages/webhooks/page.tsx')),
  page('/webhooks/$endpointId', () => import('./pages/webhooks/endpoint-page.tsx')),
  page('/deliveries/$deliveryId', () => import('./pages/webhooks/delivery-page.tsx')),
  page('/api-keys', () => import('./pages/api-keys/page.tsx')),
  page('/members', () => import('./pages/members/page.tsx')),
  page('/members/$memberId', () => import('./pages/members/member-page.tsx')),
  page('/groups', () => import('./pages/groups/page.tsx')),
  page('/groups/$groupId', () => import('./pages/groups/group-page.tsx')),
  page('/roles', () => import('./pages/roles/page.tsx')),
  page('/audit', () => import('./pages/audit/page.tsx')),
  page('/setup', () => import('./pages/setup/page.tsx')),
  page('/setup/$connectorId', () => import('./pages/setup/connector-page.tsx')),
  page('/settings', () => import('./pages/settings/page.tsx')),
  page('/account', () => import('./pages/account/page.tsx')),
] as const

const outside = [
  open('/sign-in', () => import('./pages/sign-in/page.tsx')),
  open('/sign-up', () => import('./pages/sign-up/page.tsx')),
] as const

// The operator's console: another kind of person, another cookie, a chunk of its own. Its pages are chosen inside it.
const consoleRoutes = [
  open('/console', () => import('./pages/console/page.tsx')),
  open('/console/$', () => import('./pages/console/page.tsx')),
] as const

const routeTree = root.addChildren([inside.addChildren(pages), ...outside, ...consoleRoutes])

export const makeRouter = (queryClient: QueryClient) =>
  createRouter({
    routeTree,
    context: { queryClient },
    defaultPreload: 'intent',
    defaultPendingMs: 0,
    defaultPendingMinMs: 0,
    defaultPendingComponent: WaitingPage,
    defaultErrorComponent: FailedPage,
    defaultNotFoundComponent: MissingPage,
    scrollRestoration: true,
    parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
    stringifySearch: (search) => {
      const kept = Object.entries(search).filter(([, value]) => value !== undefined && value !== '')
      const text = new URLSearchParams(
        kept.map(([name, value]) => [name, String(value)]),
      ).toString()
      return text === '' ? '' : `?${text}`
    },
  })

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>
  }
}
