// The format of the audit trail against vectors that were computed apart, with another language's SHA-256 and JSON written by
// hand after RFC 8785.
import { describe, expect, it } from 'vitest'
import { isLeafOfColumns, wrongValueOf } from '../../core/audit/check-row.ts'
import {
  type CheckpointStatement,
  checkpointText,
  parseVerifierKey,
  readCheckpointNote,
} from '../../core/audit/checkpoint-note.ts'
import { TreeFrontier } from '../../core/audit/tree-frontier.ts'
import { makeAuditRow } from '../../core/db/audit-row.ts'
import { appendLeaf, rootHash } from '../../core/lib/merkle.ts'
import { sha256 } from '../../core/lib/sha256.ts'
import { encodeVerifierKey, signNote } from '../../core/lib/signed-note.ts'

const commitment = '6067e1e227a1aad3993601d576e184ea86b4e0f397dc071fb946fdfa7594a27e'
const leaf = '2192db07b2b662e244c5a924192457c28d1fa109060916229c3d382941ebcaa5'

async function knownRow() {
  const row = await makeAuditRow(
    {
      organizationId: 'org_1',
      actor: {
        type: 'chat_user',
        id: 'slack/T1/U1',
        onBehalfOf: { type: 'member', id: 'mem_1' },
      },
      ids: {
        next: () => 'aud_00000000000000000000000001',
        randomBytes: (length) => Uint8Array.from({ length }, (_, index) => index),
        random: () => 0,
      },
    },
    {
      action: 'webhook_endpoint.create',
      target: { type: 'webhook_endpoint', id: 'whe_1' },
      values: { url: { b: 2, a: 'é', n: null, list: [1.5, true] } },
    },
    Date.parse('2026-01-02T03:04:05.678Z'),
  )
  return { ...row, commitments: { ...row.commitments }, epoch: 1, seq: 1 }
}

describe('an audit row', () => {
  it('has the commitment and the leaf of the published vectors', async () => {
    const row = await knownRow()
    expect(row.commitments).toEqual({ url: commitment })
    expect(row.salts).toEqual({ url: 'AAECAwQFBgcICQoLDA0ODw==' })
    expect(row.leaf).toBe(leaf)
    expect(await isLeafOfColumns(row)).toBe(true)
    expect(await wrongValueOf(row)).toBeNull()
  })

  it('keeps its leaf when a value is taken together with its salt, and names the value', async () => {
    const row = { ...(await knownRow()), values: {}, salts: {} }
    expect(await isLeafOfColumns(row)).toBe(true)
    expect(await wrongValueOf(row)).toBe('url')
  })

  it.each([
    { action: 'webhook_endpoint.delete' },
    { outcome: 'denied' as const },
    { at: '2026-01-02T03:04:05.679Z' },
    { onBehalfOf: null },
    { organizationId: 'org_2' },
    { commitments: {} },
    { v: 2 },
    { actor: { type: 'member' as const, id: '\ud800' } },
  ])('no longer matches its leaf with %j', async (change) => {
    expect(await isLeafOfColumns({ ...(await knownRow()), ...change })).toBe(false)
  })

  it.each([
    { values: { url: 'https://other.example' } },
    { values: { url: undefined } },
    { values: {} },
    { salts: {} },
    { salts: { url: 'AAECAwQFBgcICQoLDA0OEA==' } },
    { salts: { url: 'not base64' } },
  ])('no longer matches its commitment with %j', async (change) => {
    expect(await wrongValueOf({ ...(await knownRow()), ...change })).toBe('url')
  })

  it('shows a value that was never committed to', async () => {
    const row = await knownRow()
    expect(await wrongValueOf({ ...row, values: { ...row.values, extra: 1 } })).toBe('extra')
  })
})

describe('a checkpoint', () => {
  const statement: CheckpointStatement = {
    origin: 'hub.example/audit/org_1',
    size: 1000,
    rootHash: new Uint8Array(32).fill(7),
    epochs: [
      { epoch: 1, firstIndex: 0 },
      { epoch: 2, firstIndex: 1000 },
    ],
    lost: [{ epoch: 1, firstSeq: 901, lastSeq: 1000 }],
    opens: true,
  }
  const text = [
    'hub.example/audit/org_1',
    '1000',
    'BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=',
    'epoch 1 0',
    'epoch 2 1000',
    'lost 1 901 1000',
    'opened 2 1000 BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=',
    '',
  ].join('\n')

  async function makeSigner() {
    const pair = (await crypto.subtle.generateKey('Ed25519', true, [
      'sign',
      'verify',
    ])) as CryptoKeyPair
    const raw = (await crypto.subtle.exportKey('raw', pair.publicKey)) as ArrayBuffer
    return {
      name: 'hub.example',
      privateKey: pair.privateKey,
      publicKeyRaw: new Uint8Array(raw),
    }
  }

  it('is written as documented, and read back the same', async () => {
    const signer = await makeSigner()
    expect(checkpointText(statement)).toBe(text)
    const read = await readCheckpointNote(await signNote(text, signer), signer, statement.origin)
    expect(read).toEqual({ ok: true, value: statement })
  })

  it.each([
    ['an unknown line', text.replace('lost', 'gone')],
    ['no epoch', text.replaceAll(/epoch .*\n/g, '')],
    ['epochs out of order', text.replace('epoch 1 0\nepoch 2 1000', 'epoch 2 1000\nepoch 1 0')],
    ['an epoch that begins past the end', text.replace('epoch 2 1000', 'epoch 2 1001')],
    ['a first epoch that does not begin at 0', text.replace('epoch 1 0', 'epoch 1 5')],
    ['another opened epoch', text.replace('opened 2', 'opened 3')],
    ['a lost range without an end', text.replace('lost 1 901 1000', 'lost 1 901')],
  ])('is refused with %s', async (_, hostile) => {
    const signer = await makeSigner()
    const note = await signNote(hostile, signer)
    expect(await readCheckpointNote(note, signer, statement.origin)).toEqual({
      ok: false,
      error: 'malformed',
    })
  })

  it('is refused when another key signed it, or when it belongs to another log', async () => {
    const signer = await makeSigner()
    const note = await signNote(text, signer)
    const { origin } = statement
    expect(await readCheckpointNote(note, await makeSigner(), origin)).toEqual({
      ok: false,
      error: 'signature',
    })
    expect(await readCheckpointNote(note, signer, `${origin}x`)).toEqual({
      ok: false,
      error: 'other_origin',
    })
  })

  it('is verified by a key that is read from its published line', async () => {
    const { name, publicKeyRaw } = await makeSigner()
    const line = await encodeVerifierKey(name, publicKeyRaw)
    expect(parseVerifierKey(line)).toEqual({ ok: true, value: { name, publicKeyRaw } })
    expect(parseVerifierKey(line.slice(0, -1)).ok).toBe(false)
    expect(parseVerifierKey('hub.example').ok).toBe(false)
  })
})

describe('the frontier', () => {
  it('makes the same root as the stored tree, at every size to 70', async () => {
    const nodes = new Map<string, Uint8Array>()
    const store = {
      getNode: (level: number, index: number) => nodes.get(`${level}/${index}`),
      putNode: (level: number, index: number, hash: Uint8Array) =>
        void nodes.set(`${level}/${index}`, hash),
    }
    const frontier = new TreeFrontier()
    for (let size = 0; size < 70; size++) {
      expect(await frontier.root()).toEqual(await rootHash(store, size))
      const leafHash = await sha256(`\0${size}`)
      await appendLeaf(store, size, leafHash)
      await frontier.push(leafHash)
    }
  })
})
