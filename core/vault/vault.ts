// Envelope encryption of every secret, and the only holder of plaintext credentials.
//
//   sealed      `v1.<data key id>.<base64url of 12-byte nonce ‖ AES-256-GCM ciphertext and tag>`
//   bound data  `v1\n<organization>\n<connection or subject>\n<field>`: a ciphertext moved elsewhere does not open
//   data key    32 bytes, one for each organization, stored as `v1.<master key id>.<nonce ‖ ciphertext>` in
//               organization_keys, bound to its organization
//   key ring    VAULT_KEYS = `<id>:<32 bytes base64>[,…]`; the first wraps, all open. Rotation re-wraps data keys online.
import {
  decodeBase64,
  decodeBase64urlIgnorePadding,
  encodeBase64urlNoPadding,
} from '@oslojs/encoding'
import { assert } from '../contract/errors.ts'
import type { Ids } from '../contract/ids.ts'

export interface SealContext {
  readonly organizationId: string
  /** The organization's wrapped data key; null once it is destroyed. */
  readonly readDataKey: () => Promise<string | null>
}

/** What a ciphertext belongs to, besides its organization. */
export interface SealSubject {
  /** A connection's, endpoint's or key's id. */
  readonly subject: string
  readonly field: string
}

export interface Vault {
  seal(ctx: SealContext, subject: SealSubject, plaintext: string): Promise<string>
  /** @throws a defect when the text was altered, moved, or its key destroyed. */
  open(ctx: SealContext, subject: SealSubject, sealed: string): Promise<string>
  /** A new wrapped data key for an organization: a row for the batch that creates it. */
  newDataKey(organizationId: string): Promise<{ wrapped: string; masterKeyId: string }>
  /** The id of the ring's first key, which wraps. */
  readonly currentMasterKeyId: string
  /** The same data key, wrapped by the ring's first key. */
  rewrap(organizationId: string, wrapped: string): Promise<string>
}

/** Reads a key ring. @throws when it is not one: the hub does not start on a half-read ring. */
export function parseKeyRing(
  text: string,
): readonly { id: string; key: Uint8Array<ArrayBuffer> }[] {
  const ring = text.split(',').map((entry) => {
    const [id, encoded] = entry.trim().split(':')
    const key = new Uint8Array(decodeBase64(encoded ?? ''))
    if (!id || !/^[a-z0-9]{1,16}$/.test(id) || key.length !== 32) {
      throw new Error('VAULT_KEYS must be <id>:<32 bytes base64>, separated by commas')
    }
    return { id, key }
  })
  if (new Set(ring.map((each) => each.id)).size !== ring.length) {
    throw new Error('VAULT_KEYS names a key twice')
  }
  return ring
}

/** Makes a vault over a key ring. Data keys are kept unwrapped in this isolate only, at most a thousand. */
export function makeVault(keyRingText: string, ids: Pick<Ids, 'randomBytes'>): Vault {
  const ring = parseKeyRing(keyRingText)
  const masters = new Map<string, Promise<CryptoKey>>()
  const dataKeys = new Map<string, CryptoKey>()
  const dataKeysMax = 1000

  const currentMaster = ring[0]
  assert(currentMaster, 'the key ring is empty')

  function master(id: string): Promise<CryptoKey> {
    const entry = ring.find((each) => each.id === id)
    assert(entry, `the key ring has no key ${id}`)
    const known = masters.get(id) ?? importKey(entry.key)
    masters.set(id, known)
    return known
  }

  async function unwrap(organizationId: string, wrapped: string): Promise<Uint8Array<ArrayBuffer>> {
    const [version, masterId, body] = wrapped.split('.')
    assert(version === 'v1' && masterId && body, 'a wrapped data key has another format')
    return decrypt(await master(masterId), body, wrapBinding(organizationId))
  }

  async function wrap(organizationId: string, key: Uint8Array<ArrayBuffer>): Promise<string> {
    assert(currentMaster, 'the key ring is empty')
    const body = await encrypt(
      await master(currentMaster.id),
      key,
      wrapBinding(organizationId),
      ids,
    )
    return `v1.${currentMaster.id}.${body}`
  }

  async function dataKey(ctx: SealContext): Promise<CryptoKey> {
    const known = dataKeys.get(ctx.organizationId)
    if (known) return known
    const wrapped = await ctx.readDataKey()
    assert(wrapped, 'the organization has no data key')
    const key = await importKey(await unwrap(ctx.organizationId, wrapped))
    if (dataKeys.size >= dataKeysMax) dataKeys.clear()
    dataKeys.set(ctx.organizationId, key)
    return key
  }

  return {
    async seal(ctx, subject, plaintext) {
      const body = await encrypt(await dataKey(ctx), utf8(plaintext), binding(ctx, subject), ids)
      return `v1.d1.${body}`
    },
    async open(ctx, subject, sealed) {
      const [version, keyId, body] = sealed.split('.')
      assert(version === 'v1' && keyId === 'd1' && body, 'a sealed value has another format')
      return new TextDecoder().decode(
        await decrypt(await dataKey(ctx), body, binding(ctx, subject)),
      )
    },
    async newDataKey(organizationId) {
      const wrapped = await wrap(organizationId, new Uint8Array(ids.randomBytes(32)))
      return { wrapped, masterKeyId: currentMaster.id }
    },
    currentMasterKeyId: currentMaster.id,
    async rewrap(organizationId, wrapped) {
      return wrap(organizationId, await unwrap(organizationId, wrapped))
    },
  }
}

function binding(ctx: SealContext, subject: SealSubject): Uint8Array<ArrayBuffer> {
  return utf8(`v1\n${ctx.organizationId}\n${subject.subject}\n${subject.field}`)
}

function wrapBinding(organizationId: string): Uint8Array<ArrayBuffer> {
  return utf8(`v1\n${organizationId}\ndata-key`)
}

function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new TextEncoder().encode(text))
}

function importKey(key: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt', 'decrypt'])
}

async function encrypt(
  key: CryptoKey,
  plaintext: Uint8Array<ArrayBuffer>,
  additionalData: Uint8Array<ArrayBuffer>,
  ids: Pick<Ids, 'randomBytes'>,
): Promise<string> {
  const iv = new Uint8Array(ids.randomBytes(12))
  const sealed = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv, additionalData },
    key,
    plaintext,
  )
  const bytes = new Uint8Array(12 + sealed.byteLength)
  bytes.set(iv)
  bytes.set(new Uint8Array(sealed), 12)
  return encodeBase64urlNoPadding(bytes)
}

async function decrypt(
  key: CryptoKey,
  body: string,
  additionalData: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(decodeBase64urlIgnorePadding(body))
  const opened = await crypto.subtle.decrypt(
    { name: 'AES-GCM', iv: bytes.slice(0, 12), additionalData },
    key,
    bytes.slice(12),
  )
  return new Uint8Array(opened)
}
