// Speaks to one Jira Cloud site: basic authorization (email and API token), Jira's own words for what went
// wrong, and the site's address, which must be Atlassian's: a credential never goes to another host.
// REST API v3: developer.atlassian.com/cloud/jira/platform/rest/v3/.
import { encodeBase64 } from '@oslojs/encoding'
import { z } from 'zod'
import type { VendorSession } from '../../core/contract/connector.ts'
import { VendorError } from '../../core/contract/vendor-error.ts'
import { type VendorClient, type VendorRefusal, vendorClient } from '../kit/vendor-client.ts'

export const jiraConfig = z.strictObject({
  site: z
    .url({ protocol: /^https?$/ })
    .max(255)
    .describe('Address of your Jira Cloud site, such as https://acme.atlassian.net'),
})

export const jiraCredentials = z.strictObject({
  email: z.email().max(254).describe('Email address of the Atlassian account the token belongs to'),
  apiToken: z
    .string()
    .min(1)
    .max(2048)
    .describe('API token, made at id.atlassian.com/manage-profile/security/api-tokens'),
})

/** Atlassian's host of a site; null for an address that is not one. */
export function siteHost(site: unknown): string | null {
  if (typeof site !== 'string' || !URL.canParse(site)) return null
  const url = new URL(site)
  const isPlain =
    url.protocol === 'https:' && url.port === '' && url.username === '' && url.password === ''
  return isPlain && /^[a-z0-9][a-z0-9-]*\.atlassian\.net$/.test(url.hostname) ? url.hostname : null
}

/** Where people see the site, without a slash at the end. @throws VendorError refused */
export function siteUrl(session: Pick<VendorSession, 'config' | 'simulatorUrl'>): string {
  const { site } = jiraConfig.parse(session.config)
  const host = siteHost(site)
  if (host !== null) return `https://${host}`
  const simulated = session.simulatorUrl === null ? null : `${session.simulatorUrl}/jira`
  if (simulated !== null && site.replace(/\/+$/, '') === simulated) return simulated
  throw new VendorError('refused', 'jira', {
    vendorDetail: 'The site must be an address of the form https://<name>.atlassian.net.',
  })
}

/** A client for one call. @throws VendorError refused for a site that is not Atlassian's */
export function jiraClient(session: VendorSession): VendorClient {
  const base = siteUrl(session)
  const { email, apiToken } = jiraCredentials.parse(session.credentials)
  const encoded = encodeBase64(new TextEncoder().encode(`${email}:${apiToken}`))
  return vendorClient(session, {
    id: 'jira',
    baseUrl: base,
    hosts: [new URL(base).hostname],
    headers: { authorization: `Basic ${encoded}` },
    secrets: [encoded, apiToken],
    refusalOf,
  })
}

const errorBody = z.object({
  errorMessages: z.array(z.string()).optional(),
  errors: z.record(z.string(), z.string()).optional(),
  message: z.string().optional(),
})

function refusalOf(response: {
  status: number
  headers: Headers
  body: unknown
}): VendorRefusal | null {
  const { status } = response
  const detail = detailOf(response.body)
  // With a dead token Jira may go on as an anonymous visitor, and say so in this header alone.
  const login = response.headers.get('x-seraph-loginreason') ?? ''
  if (/AUTHENTICATED_FAILED|AUTHENTICATION_DENIED/.test(login))
    return { kind: 'unauthorized', detail }
  if (status === 401) return { kind: 'unauthorized', detail }
  if (status === 403) return { kind: 'forbidden', detail }
  if (status === 404 || status === 410) return { kind: 'not_found', detail }
  if (status === 429) return { kind: 'rate_limited', detail }
  if (status >= 500) return { kind: 'server_error', detail }
  return status >= 400 ? { kind: 'refused', detail } : null
}

/** `{ errorMessages, errors: { field: text } }` as sentences: "summary: You must specify a summary." */
function detailOf(body: unknown): string | null {
  const parsed = errorBody.safeParse(body)
  if (!parsed.success) return null
  const { errorMessages = [], errors = {}, message } = parsed.data
  const fields = Object.entries(errors).map(([field, text]) => `${field}: ${text}`)
  const sentences = [...errorMessages, ...fields, ...(message === undefined ? [] : [message])]
  return sentences.length > 0 ? sentences.join('; ') : null
}
