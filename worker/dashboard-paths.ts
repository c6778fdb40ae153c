// The paths that the dashboard answers itself, in the browser: a GET for a page on one of them gets its document. A list, so that a
// mistyped address stays a 404, and no path of the API, of a sign-in link or of a vendor's way back can become a page by accident.

/** Pages with nothing after them, and pages that also show one object. */
const pages = [
  ...['sign-in', 'sign-up', 'policies', 'api-keys', 'roles', 'audit', 'settings', 'account'],
]
const pagesWithObjects = [
  ...['chat', 'connectors', 'connections', 'runs', 'approvals', 'webhooks', 'members', 'groups'],
  'setup',
]
/** Only one object each; the operator's console has further pages of its own. */
const objectsOnly = ['deliveries']
const consolePath = /^\/console(\/[\w-]+){0,2}$/

const pattern = new RegExp(
  `^/(?:${[...pages, ...pagesWithObjects].join('|')})?$|^/(?:${[...pagesWithObjects, ...objectsOnly].join('|')})/[\\w-]{1,80}$`,
)

/** Whether a path is a page of the dashboard. */
export const isDashboardPath = (path: string): boolean =>
  pattern.test(path) || consolePath.test(path)
