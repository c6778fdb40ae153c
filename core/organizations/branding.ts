// How an organization shows itself on letters, hosted pages and cards: a name for people, an accent colour, a logo. The logo is a
// small PNG, JPEG or WebP by its bytes, whatever it is said to be; no SVG, which may hold script. Its hash names it in addresses.
import { decodeBase64 } from '@oslojs/encoding'
import { z } from 'zod'
import { AppError } from '../contract/errors.ts'
import type { Branding, organizations } from '../db/schema/index.ts'
import { readImageHeader } from '../lib/image-header.ts'
import { sha256Hex } from '../lib/sha256.ts'
import { brandOfRow } from '../mail/brand.ts'

/** It stands in a row that many requests read nothing of, and in letters' readers. */
const logoBytesMax = 64 * 1024
const logoPixels = { least: 16, most: 2_048 }

export const brandingChange = z.strictObject({
  /** Null: the organization's name. */
  displayName: z.string().trim().min(1).max(80).nullable().optional(),
  /** Null: Causeway's own. */
  accentColor: z
    .string()
    .regex(/^#[0-9a-fA-F]{6}$/, 'must be # and six hexadecimal digits')
    .transform((color) => color.toLowerCase())
    .nullable()
    .optional(),
  logo: z
    .strictObject({
      mediaType: z.enum(['image/png', 'image/jpeg', 'image/webp']),
      base64: z.string().max(Math.ceil(logoBytesMax / 3) * 4),
    })
    .nullable()
    .optional(),
})

export const presentedBranding = z.object({
  displayName: z.string().nullable(),
  accentColor: z.string().nullable(),
  logoUrl: z.string().nullable(),
})

type OrganizationRow = typeof organizations.$inferSelect

/**
 * The columns that a change writes; what it does not name stays, and what is as it was is not written.
 * @throws AppError invalid_request for a logo that is none
 */
export async function changedBranding(
  row: Pick<OrganizationRow, 'branding' | 'logo'>,
  change: z.output<typeof brandingChange> | undefined,
): Promise<Partial<Pick<OrganizationRow, 'branding' | 'logo'>>> {
  if (change === undefined) return {}
  const before: Branding = row.branding ?? { displayName: null, accentColor: null, logoHash: null }
  const logo = change.logo === undefined ? row.logo : change.logo && readLogo(change.logo)
  const branding: Branding = {
    displayName: change.displayName === undefined ? before.displayName : change.displayName,
    accentColor: change.accentColor === undefined ? before.accentColor : change.accentColor,
    logoHash: logo === null ? null : (await sha256Hex(logo)).slice(0, 16),
  }
  const isSame =
    branding.displayName === before.displayName &&
    branding.accentColor === before.accentColor &&
    logo === row.logo
  return isSame ? {} : { branding, logo }
}

export function presentBranding(
  row: OrganizationRow,
  settings: { readonly publicOrigin: string },
): z.output<typeof presentedBranding> {
  return {
    displayName: row.branding?.displayName ?? null,
    accentColor: row.branding?.accentColor ?? null,
    logoUrl: brandOfRow(row, settings).logoUrl,
  }
}

/** As a `data:` URL. */
function readLogo(given: { mediaType: string; base64: string }): string {
  const refuse = (path: string, message: string) =>
    new AppError('invalid_request', 'Some fields are not valid.', {
      errors: [{ path: `branding.logo.${path}`, message }],
    })
  const bytes = bytesOfBase64(given.base64)
  if (bytes === null) throw refuse('base64', 'is not base64')
  if (bytes.length > logoBytesMax) throw refuse('base64', `may have ${logoBytesMax} bytes`)
  const header = readImageHeader(bytes)
  if (!header) throw refuse('base64', 'is not a PNG, JPEG or WebP')
  if (header.mediaType !== given.mediaType) throw refuse('mediaType', `it is ${header.mediaType}`)
  const { least, most } = logoPixels
  const fits = (pixels: number) => pixels >= least && pixels <= most
  if (!fits(header.width) || !fits(header.height)) {
    throw refuse('base64', `must be ${least} to ${most} pixels wide and high`)
  }
  return `data:${header.mediaType};base64,${given.base64}`
}

function bytesOfBase64(text: string): Uint8Array | null {
  try {
    return decodeBase64(text)
  } catch {
    return null
  }
}
