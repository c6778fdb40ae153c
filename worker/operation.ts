// One public operation: its place in the OpenAPI document and its handler, declared together. The handler is a use case;
// everything around it (media type, size, validation, idempotency, status, problem documents) is done here, alike for all.
import { type OpenAPIHono, type RouteConfig, z } from '@hono/zod-openapi'
import type { Ctx } from '../core/context.ts'
import { AppError } from '../core/contract/errors.ts'
import type { Permission } from '../core/contract/permissions.ts'
import { type HubContext, type HubVariables, respond } from './http-context.ts'
import { readJsonBody } from './middleware/body.ts'
import { runIdempotently } from './middleware/idempotency.ts'
import { problemSchema } from './problem.ts'

interface Shapes {
  params: z.ZodObject
  query: z.ZodObject
  body: z.ZodType
  response: z.ZodType | null
}

export interface Operation<S extends Shapes = Shapes> {
  readonly id: string
  readonly method: 'get' | 'post' | 'patch' | 'delete'
  /** With `{name}` for parameters. */
  readonly path: string
  readonly tag: string
  readonly summary: string
  readonly description?: string
  /** Named in the document; the use case itself authorizes. Null: any authenticated actor. */
  readonly permission: Permission | null
  readonly params?: S['params']
  readonly query?: S['query']
  readonly body?: S['body']
  /** A body may be absent; then it is `{}`. */
  readonly bodyOptional?: boolean
  readonly bodyBytesMax?: number
  readonly status: 200 | 201 | 202 | 204
  /** Null with 204. */
  readonly response: S['response']
  /**
   * How a POST honours `Idempotency-Key`: `atomic` when the use case is one writeChange (the row stands in its batch), `claimed`
   * when it is more, `none` for what may be repeated freely.
   */
  readonly idempotency?: 'atomic' | 'claimed' | 'none'
  run(
    ctx: Ctx,
    input: {
      params: z.output<S['params']>
      query: z.output<S['query']>
      body: z.output<S['body']>
    },
    http: HubContext,
  ): Promise<unknown>
}

/** Declares an operation; its input types follow from its schemas. */
export function defineOperation<
  Params extends z.ZodObject = z.ZodObject<Record<never, never>>,
  Query extends z.ZodObject = z.ZodObject<Record<never, never>>,
  Body extends z.ZodType = z.ZodType<Record<string, never>>,
>(
  operation: Operation<{
    params: Params
    query: Query
    body: Body
    response: z.ZodType | null
  }>,
): Operation {
  return operation as unknown as Operation
}

/** A refusal never repeats more of what was sent than this. */
const messageCharactersMax = 300

export const bodyBytesMaxDefault = 512 * 1024

/** Mounts operations on an app: routes, document entries, and 405 for the methods a path does not have. */
export function mountOperations(
  app: OpenAPIHono<{ Variables: HubVariables }>,
  operations: readonly Operation[],
): void {
  app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    description: 'An API key (`cwk_live_…`, `cwk_test_…`).',
  })
  for (const operation of operations) app.openAPIRegistry.registerPath(documentOf(operation))
  const paths = Map.groupBy(operations, (operation) => operation.path)
  for (const [path, here] of [...paths].sort(byLiteralFirst)) {
    for (const operation of here) {
      app.on(operation.method.toUpperCase(), honoPath(path), (c) => answer(operation, c))
    }
    const allowed = here.map((operation) => operation.method.toUpperCase()).join(', ')
    app.all(honoPath(path), () => {
      throw new AppError('method_not_allowed', `This path allows ${allowed}.`, {
        extensions: { allow: allowed },
      })
    })
  }
}

/** `/policies/simulate` stands before `/policies/{policyId}`, which would match it too. */
function byLiteralFirst([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a.replaceAll('{', '\uffff') < b.replaceAll('{', '\uffff') ? -1 : 1
}

async function answer(operation: Operation, c: HubContext): Promise<Response> {
  const ctx = c.get('ctx')
  const input = {
    params: parse(operation.params ?? z.strictObject({}), c.req.param(), 'path'),
    query: parse(operation.query ?? z.strictObject({}), c.req.query(), 'query'),
    body: operation.body
      ? parse(
          operation.body,
          await readJsonBody(c, {
            bytesMax: operation.bodyBytesMax ?? bodyBytesMaxDefault,
            optional: operation.bodyOptional ?? false,
          }),
          '',
        )
      : {},
  }
  if (operation.method === 'post' && operation.idempotency !== 'none') {
    return runIdempotently(
      c,
      {
        method: operation.method,
        status: operation.status,
        mode: operation.idempotency ?? 'atomic',
      },
      input,
      (own) => operation.run(own, input as never, c),
    )
  }
  const result = await operation.run(ctx, input as never, c)
  return respond(c, operation.status, result)
}

/** Parses input of a door. @throws AppError invalid_request, field by field. */
export function parseInput<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  at: string,
): z.output<Schema> {
  return parse(schema, value, at) as z.output<Schema>
}

function parse(schema: z.ZodType, value: unknown, at: string): unknown {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new AppError('invalid_request', 'Some fields are not valid.', {
    errors: parsed.error.issues.slice(0, 50).map((issue) => ({
      path: (
        [at, ...issue.path.map(String)].filter((part) => part !== '').join('.') || 'body'
      ).slice(0, messageCharactersMax),
      message: issue.message.slice(0, messageCharactersMax),
    })),
  })
}

function honoPath(path: string): string {
  return path.replaceAll(/\{([^}]+)\}/g, ':$1')
}

function documentOf(operation: Operation): RouteConfig {
  const problem = { content: { 'application/problem+json': { schema: problemSchema } } }
  const scope = operation.permission ? [`Needs \`${operation.permission}\`.`] : []
  return {
    method: operation.method,
    path: operation.path,
    operationId: operation.id,
    tags: [operation.tag],
    summary: operation.summary,
    description: [...(operation.description ? [operation.description] : []), ...scope].join(' '),
    security: [{ bearer: [] }],
    request: {
      ...(operation.params ? { params: operation.params } : {}),
      ...(operation.query ? { query: operation.query } : {}),
      ...(operation.body
        ? {
            body: {
              required: !operation.bodyOptional,
              content: { 'application/json': { schema: operation.body } },
            },
          }
        : {}),
    },
    responses: {
      [operation.status]: operation.response
        ? {
            description: operation.summary,
            content: { 'application/json': { schema: operation.response } },
          }
        : { description: operation.summary },
      default: { description: 'A refusal (RFC 9457).', ...problem },
    },
  }
}
