// Connects a vendor by credentials a person types in. They are tested at the vendor before they are kept.
import { z } from 'zod'
import type { Ctx } from '../context.ts'
import type { Connector } from '../contract/connector.ts'
import { AppError } from '../contract/errors.ts'
import { authorize } from '../contract/permissions.ts'
import { keepConnection } from './keep-connection.ts'
import type { PresentedConnection } from './present-connection.ts'
import { refusalOfVendor } from './vendor-refusal.ts'
import { baseSession } from './vendor-session.ts'

export const newConnection = z.strictObject({
  connector: z.string().max(40),
  credentials: z.record(z.string(), z.unknown()),
  config: z.record(z.string(), z.unknown()).default({}),
  name: z.string().trim().min(1).max(120).optional(),
})

/** @throws AppError invalid_request for an unknown connector or wrong fields; the vendor's refusal when the test fails */
export async function createConnection(
  ctx: Ctx,
  input: z.output<typeof newConnection>,
): Promise<PresentedConnection> {
  authorize(ctx, 'connections:write')
  const connector = ctx.connectors.get(input.connector)
  if (!connector) throw invalid([{ path: 'connector', message: 'is not a connector' }])
  const config = parseFields(connector.config, input.config, 'config')
  const credentials = parseCredentials(connector, input.credentials)

  const connectionId = ctx.ids.next('connection')
  const session = {
    ...baseSession(ctx, connectionId, connector, config),
    account: null,
    credentials,
    config,
  }
  const account = await connector.identify(session).catch((error: unknown) => {
    throw refusalOfVendor(error, connector, 'connect')
  })

  return keepConnection(ctx, {
    connectionId,
    connector,
    name: input.name ?? null,
    account,
    credentials,
    config,
    oauthClientId: null,
  })
}

function parseCredentials(connector: Connector, value: unknown): Record<string, unknown> {
  const kinds = connector.authorizations.filter((each) => 'credentials' in each)
  const [first] = kinds
  if (!first) {
    throw invalid([
      { path: 'connector', message: `is connected through POST /v1/connect-sessions` },
    ])
  }
  for (const kind of kinds) {
    const parsed = kind.credentials.safeParse(value)
    if (parsed.success) return parsed.data
  }
  return parseFields(first.credentials, value, 'credentials')
}

/** Parses against a connector's own schema. No value is repeated in the refusal. */
export function parseFields(
  schema: z.ZodObject,
  value: unknown,
  at: string,
): Record<string, unknown> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw invalid(
    parsed.error.issues.map((issue) => ({
      path: [at, ...issue.path.map(String)].join('.'),
      message: issue.message,
    })),
  )
}

function invalid(errors: { path: string; message: string }[]): AppError {
  return new AppError('invalid_request', 'Some fields are not valid.', { errors })
}
