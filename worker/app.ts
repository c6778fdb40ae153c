// Every entry point, mounted by name. Made once in each isolate.
import { OpenAPIHono } from '@hono/zod-openapi'
import { AppError } from '../core/contract/errors.ts'
import { operations } from './api/index.ts'
import { slackDoor } from './bots/slack/index.ts'
import { connectDoor } from './connect/index.ts'
import { makeHub } from './context.ts'
import { docsDoor } from './docs.ts'
import type { Env } from './env.ts'
import { healthDoor } from './health.ts'
import { authenticate } from './middleware/authenticate.ts'
import { envelope } from './middleware/envelope.ts'
import { type HubVariables, mountOperations } from './operation.ts'
import { operatorDoor } from './operator/index.ts'
import { errorText } from './ports/log.ts'
import { problemOf } from './problem.ts'
import { signInDoor } from './sign-in/index.ts'

type App = OpenAPIHono<{ Variables: HubVariables }>

const apps = new WeakMap<object, App>()

/** The isolate's app. @throws when the hub's variables are wrong. */
export function makeApp(env: Env): App {
  const known = apps.get(env)
  if (known) return known
  const hub = makeHub(env)
  const app: App = new OpenAPIHono()
  app.use(envelope(hub))
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
  app.route('/', signInDoor(hub))
  app.route('/operator', operatorDoor(hub))
  app.use('/v1/*', authenticate(hub))
  mountOperations(app, operations)
  app.all('/v1/*', () => {
    throw new AppError('not_found', 'There is no such path.')
  })
  app.route('/', docsDoor(hub, app))
  app.get('*', async (c) => {
    const file = await env.ASSETS.fetch(c.req.raw)
    // A fetched answer's headers cannot be changed; a copy's can.
    return new Response(file.body, file)
  })
  app.all('*', () => {
    throw new AppError('not_found', 'There is no such path.')
  })
  apps.set(env, app)
  return app
}
