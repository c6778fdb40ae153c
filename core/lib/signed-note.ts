// Signed notes and log checkpoints: what the audit log publishes, and what a customer checks offline.
//
//   log.example/org_1                        origin          ┐
//   42                                       size            │ checkpoint (c2sp.org/tlog-checkpoint)
//   SBNJTRN+FjG7owHVrKtue7eqdM4RhdRWVl71…    root, base64    ┘ = the note's text, newline included
//                                            blank line, the last one of the note
//   — log.example/org_1 7Fa5eY9bLU/S+K7U…    "— " name " " base64(key id ‖ Ed25519 signature)
//
// Standard: c2sp.org/signed-note, signature type 0x01 only. Key id = first 4 bytes of
// SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key). Signatures of unknown keys are skipped, as the standard
// demands; one bad signature under the known key refuses the note.

import { decodeBase64, encodeBase64, encodeHexLowerCase } from '@oslojs/encoding'
import { constantTimeEqual } from './hmac.ts'
import { err, ok, type Result } from './result.ts'
import { sha256 } from './sha256.ts'

/** Longest note read, in bytes: a checkpoint takes under 1 kB, 16 witnesses a few more. */
export const noteBytesMax = 65_536
/** Most signature lines read. The standard asks for at least 16. */
const signaturesMax = 64

const ed25519 = 0x01
const keyBytes = 32
const signatureBytes = 64
const signaturePrefix = '\u2014 ' // em dash, space

export type NoteVerifier = { readonly name: string; readonly publicKeyRaw: Uint8Array }
export type NoteSigner = NoteVerifier & { readonly privateKey: CryptoKey }

export type NoteRefusal =
  | 'too_long'
  | 'not_utf8'
  | 'control_character'
  | 'no_signatures'
  | 'malformed_signature'
  | 'too_many_signatures'
  | 'unknown_key'
  | 'bad_signature'

export type Checkpoint = {
  readonly origin: string
  /** Number of leaves. */
  readonly size: number
  /** 32 bytes. */
  readonly rootHash: Uint8Array
  readonly extensions?: readonly string[]
}

/**
 * Writes a checkpoint's text, ready to be signed.
 *
 * @throws RangeError when the origin or an extension is not one line, the size is no count, or the root
 *   is not 32 bytes
 */
export function formatCheckpoint(checkpoint: Checkpoint): string {
  const { origin, size, rootHash, extensions = [] } = checkpoint
  if (!Number.isSafeInteger(size) || size < 0) throw new RangeError('checkpoint: size is no count')
  if (rootHash.length !== 32) throw new RangeError('checkpoint: the root hash is not 32 bytes')
  const lines = [origin, String(size), encodeBase64(rootHash), ...extensions]
  if (!lines.every(isLine))
    throw new RangeError('checkpoint: a line is empty or holds control characters')
  return `${lines.join('\n')}\n`
}

/** Reads a checkpoint's text, which a verified note carries; accepts exactly what `formatCheckpoint` writes. */
export function parseCheckpoint(text: string): Result<Required<Checkpoint>, 'malformed'> {
  const [origin = '', sizeText = '', rootText = '', ...extensions] = text.slice(0, -1).split('\n')
  const rootHash = parseBase64(rootText)
  if (!/^(?:0|[1-9]\d{0,15})$/.test(sizeText) || rootHash?.length !== 32) return err('malformed')
  const checkpoint = { origin, size: Number(sizeText), rootHash, extensions }
  if (!Number.isSafeInteger(checkpoint.size) || ![origin, ...extensions].every(isLine)) {
    return err('malformed')
  }
  return formatCheckpoint(checkpoint) === text ? ok(checkpoint) : err('malformed')
}

/**
 * Signs a text as a note with one signature.
 *
 * @param text ends in a newline, holds no other control character
 * @throws RangeError on a text, name or public key that the standard does not allow
 */
export async function signNote(text: string, signer: NoteSigner): Promise<string> {
  if (!text.endsWith('\n') || !isNoteText(text)) throw new RangeError('note: the text is malformed')
  const id = await keyId(signer)
  const signature = await crypto.subtle.sign('Ed25519', signer.privateKey, encode(text))
  const blob = encodeBase64(concat(id, new Uint8Array(signature)))
  return `${text}\n${signaturePrefix}${signer.name} ${blob}\n`
}

/**
 * The text of a note that this key signed, or why there is none. Only a returned text may be believed.
 *
 * @throws RangeError on a verifier whose name or key the standard does not allow
 */
export async function verifyNote(
  note: string | Uint8Array,
  verifier: NoteVerifier,
): Promise<Result<string, NoteRefusal>> {
  const id = await keyId(verifier)
  const parsed = parseNote(note)
  if (!parsed.ok) return parsed
  const { text, signatures } = parsed.value
  const own = signatures.filter(
    ({ name, blob }) => name === verifier.name && constantTimeEqual(blob.subarray(0, 4), id),
  )
  if (own.length === 0) return err('unknown_key')
  const key = await crypto.subtle.importKey(
    'raw',
    verifier.publicKeyRaw as Uint8Array<ArrayBuffer>,
    'Ed25519',
    false,
    ['verify'],
  )
  for (const { blob } of own) {
    if (blob.length !== 4 + signatureBytes) return err('bad_signature')
    const signature = blob.slice(4) as Uint8Array<ArrayBuffer>
    if (!(await crypto.subtle.verify('Ed25519', key, signature, encode(text)))) {
      return err('bad_signature')
    }
  }
  return ok(text)
}

/** The key as one line, to publish: `name+hex(key id)+base64(0x01 ‖ public key)`. */
export async function encodeVerifierKey(name: string, publicKeyRaw: Uint8Array): Promise<string> {
  const id = await keyId({ name, publicKeyRaw })
  const key = encodeBase64(concat(new Uint8Array([ed25519]), publicKeyRaw))
  return `${name}+${encodeHexLowerCase(id)}+${key}`
}

type NoteSignature = { readonly name: string; readonly blob: Uint8Array }
type ParsedNote = { readonly text: string; readonly signatures: readonly NoteSignature[] }

function parseNote(note: string | Uint8Array): Result<ParsedNote, NoteRefusal> {
  if (note.length > noteBytesMax) return err('too_long')
  const whole = decode(note)
  if (whole === undefined) return err('not_utf8')
  if (!isNoteText(whole)) return err('control_character')
  const border = whole.lastIndexOf('\n\n')
  if (border === -1 || !whole.endsWith('\n')) return err('no_signatures')
  const text = whole.slice(0, border + 1)
  const lines = whole.slice(border + 2, -1).split('\n')
  if (lines.length > signaturesMax) return err('too_many_signatures')
  const signatures = lines.map(parseSignatureLine)
  if (lines[0] === '' && lines.length === 1) return err('no_signatures')
  if (!signatures.every((signature) => signature !== undefined)) return err('malformed_signature')
  return ok({ text, signatures })
}

function parseSignatureLine(line: string): NoteSignature | undefined {
  if (!line.startsWith(signaturePrefix)) return undefined
  const [name = '', text = '', ...rest] = line.slice(signaturePrefix.length).split(' ')
  const blob = parseBase64(text)
  if (rest.length > 0 || !isKeyName(name) || blob === undefined || blob.length < 5) return undefined
  return { name, blob }
}

async function keyId({ name, publicKeyRaw }: NoteVerifier): Promise<Uint8Array> {
  if (!isKeyName(name)) throw new RangeError('note: the key name is malformed')
  if (publicKeyRaw.length !== keyBytes) throw new RangeError('note: the public key is not 32 bytes')
  const hash = await sha256(concat(encode(name), new Uint8Array([0x0a, ed25519]), publicKeyRaw))
  return hash.subarray(0, 4)
}

/** Strict: one spelling for each byte string, padding included. */
function parseBase64(text: string): Uint8Array | undefined {
  try {
    const bytes = decodeBase64(text)
    return encodeBase64(bytes) === text ? bytes : undefined
  } catch {
    return undefined // the decoder's only way to say no
  }
}

function decode(note: string | Uint8Array): string | undefined {
  if (typeof note === 'string') return note.isWellFormed() ? note : undefined
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(note)
  } catch {
    return undefined // the decoder's only way to say no
  }
}

function isKeyName(name: string): boolean {
  return name !== '' && !/[\s+\p{Cc}\p{White_Space}]/u.test(name) && name.isWellFormed()
}

function isLine(line: string): boolean {
  return line !== '' && !line.includes('\n') && isNoteText(line)
}

/** Well-formed, without control characters below U+0020 other than newline. */
function isNoteText(text: string): boolean {
  if (!text.isWellFormed()) return false
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index)
    if (unit < 0x20 && unit !== 0x0a) return false
  }
  return true
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>
}

function concat(...parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let offset = 0
  for (const part of parts) {
    whole.set(part, offset)
    offset += part.length
  }
  return whole
}
