import { decodeBase64, decodeHex, encodeBase64 } from '@oslojs/encoding'
import { beforeAll, describe, expect, it } from 'vitest'
import { sha256 } from './sha256.ts'
import {
  encodeVerifierKey,
  formatCheckpoint,
  type NoteSigner,
  noteBytesMax,
  parseCheckpoint,
  signNote,
  verifyNote,
} from './signed-note.ts'

// The key pair of RFC 8032 section 7.1, test 1; the note was made with another Ed25519 implementation.
const seed = decodeHex('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60')
const publicKeyRaw = decodeHex('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a')
const name = 'log.example/org_1'
const text = `${name}\n42\nSBNJTRN+FjG7owHVrKtue7eqdM4RhdRWVl71HXN2d7I=\n`
const signatureLine = `— ${name} 7Fa5eY9bLU/S+K7UMs3JRC7VgxuXeUW2HgZaeLY5b9Fat+oA/OQ5smZD2pJR/EAz8oeuZiZIcs4d7nMCNk0oUHtSMws=\n`
const note = `${text}\n${signatureLine}`
const otherLine = `— witness.example/w1 ${encodeBase64(new Uint8Array(68).fill(7))}\n`

const verifier = { name, publicKeyRaw }
let signer: NoteSigner

beforeAll(async () => {
  const pkcs8 = Uint8Array.from([...decodeHex('302e020100300506032b657004220420'), ...seed])
  const privateKey = await crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', false, ['sign'])
  signer = { ...verifier, privateKey }
})

function refusal(error: string) {
  return { ok: false, error }
}

describe('formatCheckpoint', () => {
  it('writes origin, size and root, each on its line', async () => {
    const rootHash = await sha256('root')
    expect(formatCheckpoint({ origin: name, size: 42, rootHash })).toBe(text)
  })

  it('writes extensions after them', () => {
    const rootHash = new Uint8Array(32)
    const lines = formatCheckpoint({ origin: 'o', size: 0, rootHash, extensions: ['a', 'b c'] })
    expect(lines).toBe(`o\n0\n${encodeBase64(rootHash)}\na\nb c\n`)
  })

  it('refuses what would not read back', () => {
    const good = { origin: 'o', size: 1, rootHash: new Uint8Array(32) }
    for (const bad of [
      { origin: '' },
      { origin: 'a\nb' },
      { origin: 'a\rb' },
      { size: -1 },
      { size: 1.5 },
      { size: 2 ** 53 },
      { rootHash: new Uint8Array(31) },
      { extensions: [''] },
      { extensions: ['a\nb'] },
    ]) {
      expect(() => formatCheckpoint({ ...good, ...bad })).toThrow(RangeError)
    }
  })
})

describe('parseCheckpoint', () => {
  it('reads what was written', async () => {
    const checkpoint = {
      origin: name,
      size: 42,
      rootHash: await sha256('root'),
      extensions: ['epoch 2'],
    }
    expect(parseCheckpoint(formatCheckpoint(checkpoint))).toEqual({ ok: true, value: checkpoint })
    const bare = parseCheckpoint(text)
    expect(bare).toEqual({ ok: true, value: { ...checkpoint, extensions: [] } })
  })

  it.each([
    ['nothing', ''],
    ['a lone newline', '\n'],
    ['no last newline', text.slice(0, -1)],
    ['a leading zero', text.replace('\n42\n', '\n042\n')],
    ['a negative size', text.replace('\n42\n', '\n-42\n')],
    ['an unsafe size', text.replace('\n42\n', '\n9007199254740993\n')],
    ['a short root', text.replace('SBNJ', '')],
    ['unpadded base64', text.replace('=', '')],
    ['an empty origin', text.slice(name.length)],
    ['an empty extension', `${text}\n`],
    ['a carriage return', text.replaceAll('\n', '\r\n')],
  ])('refuses %s', (_name, malformed) => {
    expect(parseCheckpoint(malformed)).toEqual(refusal('malformed'))
  })
})

describe('signNote', () => {
  it('makes the note that another implementation makes', async () => {
    expect(await signNote(text, signer)).toBe(note)
  })

  it('refuses a text without a last newline or with control characters', async () => {
    for (const malformed of ['', 'text', 'a\tb\n', 'a\r\n', '\ud800\n']) {
      await expect(signNote(malformed, signer)).rejects.toThrow(RangeError)
    }
  })

  it('refuses a name with a blank or a plus, and a key that is not 32 bytes', async () => {
    for (const bad of ['', 'a b', 'a+b', 'a\u00a0b', 'a\nb']) {
      await expect(signNote(text, { ...signer, name: bad })).rejects.toThrow(RangeError)
    }
    const short = { ...signer, publicKeyRaw: publicKeyRaw.subarray(1) }
    await expect(signNote(text, short)).rejects.toThrow(RangeError)
  })
})

describe('encodeVerifierKey', () => {
  it('joins name, key id and key', async () => {
    expect(await encodeVerifierKey(name, publicKeyRaw)).toBe(
      'log.example/org_1+ec56b979+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea',
    )
  })
})

describe('verifyNote', () => {
  it('returns the text of a signed note', async () => {
    expect(await verifyNote(note, verifier)).toEqual({ ok: true, value: text })
    const bytes = new TextEncoder().encode(note)
    expect(await verifyNote(bytes, verifier)).toEqual({ ok: true, value: text })
  })

  it("verifies the example of Go's note package", async () => {
    const key = decodeBase64('ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW')
    const example = [
      'If you think cryptography is the answer to your problem,',
      "then you don't know what your problem is.",
      '',
      '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=',
      '',
    ].join('\n')
    const peter = { name: 'PeterNeumann', publicKeyRaw: key.subarray(1) }
    expect(await verifyNote(example, peter)).toEqual({
      ok: true,
      value: example.slice(0, example.indexOf('\n\n') + 1),
    })
    expect(await encodeVerifierKey(peter.name, peter.publicKeyRaw)).toBe(
      'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
    )
  })

  it('keeps blank lines inside the text: the last one divides', async () => {
    const poem = 'one\n\ntwo\n\n\nthree\n'
    expect(await verifyNote(await signNote(poem, signer), verifier)).toEqual({
      ok: true,
      value: poem,
    })
  })

  it('skips signatures of other keys, before and after', async () => {
    const cosigned = `${text}\n${otherLine}${signatureLine}${otherLine}`
    expect(await verifyNote(cosigned, verifier)).toEqual({ ok: true, value: text })
  })

  it('accepts the same signature twice', async () => {
    expect(await verifyNote(note + signatureLine, verifier)).toEqual({ ok: true, value: text })
  })

  it('refuses a good signature beside a bad one of the same key', async () => {
    const other = await signNote('other\n', signer)
    const badLine = other.slice(other.indexOf('—'))
    expect(await verifyNote(note + badLine, verifier)).toEqual(refusal('bad_signature'))
    const badFirst = `${text}\n${badLine}${signatureLine}`
    expect(await verifyNote(badFirst, verifier)).toEqual(refusal('bad_signature'))
  })

  it('refuses a key id with a short signature', async () => {
    const short = `— ${name} ${encodeBase64(new Uint8Array([0xec, 0x56, 0xb9, 0x79, 1]))}\n`
    expect(await verifyNote(`${text}\n${short}`, verifier)).toEqual(refusal('bad_signature'))
  })

  it('refuses a changed text', async () => {
    const changed = note.replace('\n42\n', '\n43\n')
    expect(await verifyNote(changed, verifier)).toEqual(refusal('bad_signature'))
  })

  it('does not know a key by its name or its id alone', async () => {
    const otherKey = { name, publicKeyRaw: publicKeyRaw.map((byte) => byte ^ 1) }
    expect(await verifyNote(note, otherKey)).toEqual(refusal('unknown_key'))
    const otherName = note.replace(`— ${name}`, '— log.example/org_2')
    expect(await verifyNote(otherName, verifier)).toEqual(refusal('unknown_key'))
    expect(await verifyNote(`${text}\n${otherLine}`, verifier)).toEqual(refusal('unknown_key'))
  })

  it.each([
    ['nothing', '', 'no_signatures'],
    ['no blank line', text + signatureLine, 'no_signatures'],
    ['no signature after the blank line', `${text}\n`, 'no_signatures'],
    ['no last newline', note.slice(0, -1), 'no_signatures'],
    ['a hyphen for the dash', note.replace('—', '-'), 'malformed_signature'],
    ['two blanks before the signature', note.replace(' 7Fa5', '  7Fa5'), 'malformed_signature'],
    ['a word after the signature', note.replace(/=\n$/, '= x\n'), 'malformed_signature'],
    ['no padding', note.replace(/=\n$/, '\n'), 'malformed_signature'],
    ['other trailing bits', note.replace(/s=\n$/, 't=\n'), 'malformed_signature'],
    ['a line after the signatures', `${note}extra\n`, 'malformed_signature'],
    ['a blank line after the signatures', `${note}\n`, 'no_signatures'],
    ['text after a second blank line', `${note}\nextra\n`, 'malformed_signature'],
    ['a plus in a name', `${note}${otherLine.replace('/w1', '+w1')}`, 'malformed_signature'],
    ['a carriage return', note.replaceAll('\n', '\r\n'), 'control_character'],
    ['a zero byte', note.replace('42', '4\u00002'), 'control_character'],
    ['a lone surrogate', note.replace('42', '4\ud8002'), 'not_utf8'],
    ['65 signatures', note + signatureLine.repeat(64), 'too_many_signatures'],
    ['over 64 KiB', 'x'.repeat(noteBytesMax + 1), 'too_long'],
  ])('refuses %s', async (_name, hostile, error) => {
    expect(await verifyNote(hostile, verifier)).toEqual(refusal(error))
  })

  it('refuses bytes that are not UTF-8, and does not overlook a byte order mark', async () => {
    const bytes = new TextEncoder().encode(note)
    expect(await verifyNote(bytes.with(0, 0xff), verifier)).toEqual(refusal('not_utf8'))
    const marked = Uint8Array.from([0xef, 0xbb, 0xbf, ...bytes])
    expect(await verifyNote(marked, verifier)).toEqual(refusal('bad_signature'))
  })
})
