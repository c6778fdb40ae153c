// Every entry point, mounted by name. Made once in each isolate.
import { OpenAPIHono } from '@hono/zod-openapi'
import type { Hub } from '../core/context.ts'
import { AppError } from '../core/contract/errors.ts'
import { errorText } from '../core/lib/error-text.ts'
import { fileAnswer } from '../core/lib/web-headers.ts'
import { operations } from './api/index.ts'
import { slackDoor } from './bots/slack/index.ts'
import { brandDoor } from './brand/index.ts'
import { connectDoor } from './connect/index.ts'
import { isDashboardPath } from './dashboard-paths.ts'
import { docsDoor } from './docs.ts'
import { healthDoor } from './health.ts'
import type { HubVariables } from './http-context.ts'
import { invitationDoor } from './invitation/index.ts'
import { authenticate } from './middleware/authenticate.ts'
import { envelope } from './middleware/envelope.ts'
import { oneOrigin } from './middleware/one-origin.ts'
import { refuseOwnHop } from './middleware/refuse-own-hop.ts'
import { refuseWhileClosed } from './middleware/refuse-while-closed.ts'
import { mountOperations } from './operation.ts'
import { operatorDoor } from './operator/index.ts'
import { page } from './page.ts'
import { problemOf } from './problem.ts'
import { signInDoor } from './sign-in/index.ts'
import { signUpDoor } from './sign-up/index.ts'

type App = OpenAPIHono<{ Variables: HubVariables }>

const apps = new WeakMap<Hub, App>()

/** The isolate's app; `files` serves the dashboard's build. */
export function makeApp(hub: Hub, files: Pick<Fetcher, 'fetch'>): App {
  const known = apps.get(hub)
  if (known) return known
  const app: App = new OpenAPIHono()
  app.use(envelope(hub))
  app.use(refuseOwnHop)
  app.use(oneOrigin(hub))
  app.use(refuseWhileClosed(hub))
  app.onError((error, c) => {
    if (!(error instanceof AppError)) {
      hub.log.write('error', 'defect', {
        requestId: c.get('requestId'),
        method: c.req.method,
        path: c.req.routePath,
        error: errorText(error),
      })
    } else if (error.options.internal) {
      hub.log.write('warn', 'refusal', {
        requestId: c.get('requestId'),
        code: error.code,
        internal: error.options.internal,
      })
    }
    return problemOf(error, {
      requestId: c.get('requestId'),
      publicOrigin: hub.settings.publicOrigin,
    })
  })

  app.route('/', healthDoor(hub))
  app.route('/', slackDoor(hub))
  app.route('/', connectDoor(hub))
  app.route('/', brandDoor(hub))
  app.route('/', signInDoor(hub))
  app.route('/', invitationDoor(hub))
  app.route('/', signUpDoor(hub))
  app.route('/operator', operatorDoor(hub))
  app.use('/v1/*', authenticate(hub))
  mountOperations(app, operations)
  app.all('/v1/*', () => {
    throw new AppError('not_found', 'There is no such path.')
  })
  app.route('/', docsDoor(hub, app))
  app.get('*', async (c) => {
    const isPage = /\btext\/html\b/.test(c.req.header('accept') ?? '')
    const file = await files.fetch(
      // Every page of the dashboard is one document, which reads its own path.
      isPage && isDashboardPath(c.req.path) ? new URL('/', c.req.url) : c.req.raw,
    )
    if (file.status === 404) {
      if (!isPage) throw new AppError('not_found', 'There is no such path.')
      return page(
        'Not found',
        '<h1>There is no such page</h1><a class="button" href="/">To the dashboard</a>',
        {
          status: 404,
        },
      )
    }
    return fileAnswer(c.req.path, file)
  })
  app.all('*', () => {
    throw new AppError('not_found', 'There is no such path.')
  })
  apps.set(hub, app)
  return app
}
