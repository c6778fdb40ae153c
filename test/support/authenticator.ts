// A pretend authenticator: makes passkeys and answers challenges as W3C Web Authentication Level 3 says, with real ES256 signatures by
// WebCrypto and CBOR by hand. Everything it says can be made wrong, one thing at a time.
import { createHash, webcrypto } from 'node:crypto'

const { subtle } = webcrypto
const base64url = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')
const sha256 = (input: string | Uint8Array) => createHash('sha256').update(input).digest()

/** What an authenticator says; each part has its right value unless it is given here. */
export interface Lies {
  readonly origin?: string
  readonly rpId?: string
  readonly type?: string
  readonly challenge?: string
  readonly userVerified?: boolean
  readonly counter?: number
  readonly userHandle?: string
  readonly signature?: (bytes: Uint8Array) => Uint8Array
  readonly crossOrigin?: boolean
}

export interface Authenticator {
  /** Base64url. */
  readonly credentialId: string
  /** RegistrationResponseJSON for `options` of the hub. */
  create(options: CreationOptions, lies?: Lies): object
  /** AuthenticationResponseJSON; the counter grows each time. */
  get(options: RequestOptions, lies?: Lies): Promise<object>
}

interface CreationOptions {
  readonly challenge: string
  readonly rp: { readonly id: string }
  readonly user: { readonly id: string }
}

interface RequestOptions {
  readonly challenge: string
  readonly rpId: string
}

const flags = {
  present: 0x01,
  verified: 0x04,
  backupEligible: 0x08,
  backedUp: 0x10,
  attested: 0x40,
}

/** A new authenticator at a page of that origin, with one key pair. */
export async function makeAuthenticator(pageOrigin: string): Promise<Authenticator> {
  const pair = await subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign'])
  const point = new Uint8Array(await subtle.exportKey('raw', pair.publicKey))
  const id = webcrypto.getRandomValues(new Uint8Array(32))
  let counter = 0
  let userHandle = ''

  const clientData = (kind: string, challenge: string, lies: Lies) =>
    Buffer.from(
      JSON.stringify({
        type: lies.type ?? kind,
        challenge: lies.challenge ?? challenge,
        origin: lies.origin ?? pageOrigin,
        crossOrigin: lies.crossOrigin ?? false,
        ...(lies.crossOrigin ? { topOrigin: 'https://evil.example' } : {}),
      }),
    )
  const authenticatorBytes = (rpId: string, attested: Uint8Array | null, lies: Lies) => {
    const head = Buffer.alloc(37)
    sha256(lies.rpId ?? rpId).copy(head)
    head[32] =
      flags.present |
      (lies.userVerified === false ? 0 : flags.verified) |
      flags.backupEligible |
      flags.backedUp |
      (attested ? flags.attested : 0)
    head.writeUInt32BE(lies.counter ?? counter, 33)
    return attested ? Buffer.concat([head, attested]) : head
  }

  return {
    credentialId: base64url(id),
    create(options, lies = {}) {
      userHandle = options.user.id
      const attested = Buffer.concat([
        Buffer.alloc(16),
        Buffer.from([0, id.length]),
        id,
        coseKey(point),
      ])
      const authData = authenticatorBytes(options.rp.id, attested, lies)
      return {
        id: base64url(id),
        rawId: base64url(id),
        type: 'public-key',
        authenticatorAttachment: 'platform',
        clientExtensionResults: {},
        response: {
          clientDataJSON: base64url(clientData('webauthn.create', options.challenge, lies)),
          attestationObject: base64url(attestationObject(authData)),
          transports: ['internal', 'hybrid'],
        },
      }
    },
    async get(options, lies = {}) {
      counter += 1
      const data = clientData('webauthn.get', options.challenge, lies)
      const authData = authenticatorBytes(options.rpId, null, lies)
      const signed = Buffer.concat([authData, sha256(data)])
      const raw = new Uint8Array(
        await subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, pair.privateKey, signed),
      )
      const signature = derSignature(raw)
      return {
        id: base64url(id),
        rawId: base64url(id),
        type: 'public-key',
        authenticatorAttachment: 'platform',
        clientExtensionResults: {},
        response: {
          clientDataJSON: base64url(data),
          authenticatorData: base64url(authData),
          signature: base64url(lies.signature?.(signature) ?? signature),
          userHandle: lies.userHandle ?? userHandle,
        },
      }
    },
  }
}

/** COSE_Key (RFC 9053, 7.1): EC2, ES256, P-256, x, y. */
function coseKey(point: Uint8Array): Uint8Array {
  const [x, y] = [point.subarray(1, 33), point.subarray(33, 65)]
  return Buffer.concat([
    Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]),
    x,
    Buffer.from([0x22, 0x58, 0x20]),
    y,
  ])
}

/** CBOR (RFC 8949) of `{ fmt: "none", attStmt: {}, authData }`. */
function attestationObject(authData: Uint8Array): Uint8Array {
  const text = (value: string) =>
    Buffer.concat([Buffer.from([0x60 | value.length]), Buffer.from(value)])
  return Buffer.concat([
    Buffer.from([0xa3]),
    text('fmt'),
    text('none'),
    text('attStmt'),
    Buffer.from([0xa0]),
    text('authData'),
    Buffer.from([0x59, authData.length >> 8, authData.length & 0xff]),
    authData,
  ])
}

/** ASN.1 DER of r and s, as WebAuthn has ES256 signatures. */
function derSignature(raw: Uint8Array): Uint8Array {
  const integer = (bytes: Uint8Array) => {
    let from = 0
    while (from < bytes.length - 1 && bytes[from] === 0) from += 1
    const trimmed = bytes.subarray(from)
    const padded = (trimmed[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.from([0]), trimmed]) : trimmed
    return Buffer.concat([Buffer.from([0x02, padded.length]), padded])
  }
  const body = Buffer.concat([integer(raw.subarray(0, 32)), integer(raw.subarray(32))])
  return Buffer.concat([Buffer.from([0x30, body.length]), body])
}
