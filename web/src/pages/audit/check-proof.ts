// Checks a proof here, in the browser, with nothing but SHA-256 and Ed25519: that the event is what its leaf says, its values what
// was committed to, the leaf in the tree, and the tree's head signed. The format is that of docs/reference/audit-format.md
// (RFC 6962 trees, RFC 8785 JSON, c2sp.org/signed-note).
import type { AuditEvent, EventProof } from './trail.ts'

export interface Check {
  readonly says: string
  /** Null where this browser cannot tell. */
  readonly ok: boolean | null
}

/** Every step, in order. Never throws: what is malformed is not ok. */
export async function checkProof(given: EventProof, organizationId: string): Promise<Check[]> {
  const { event, index, proof, checkpoint, verifierKey } = given
  const count = Object.keys(event.commitments).length
  const step = async (says: string, check: () => Promise<boolean>): Promise<Check> => {
    try {
      return { says, ok: await check() }
    } catch (thrown) {
      const cannot = thrown instanceof DOMException && thrown.name === 'NotSupportedError'
      return { says, ok: cannot ? null : false }
    }
  }
  return [
    await step('The event is the one that its leaf was made of.', async () => {
      return hexOf(await leafOf(event, organizationId)) === event.leaf
    }),
    await step(
      count === 1
        ? 'Its value is the one committed to.'
        : `Its ${count} values are those committed to.`,
      () => areValuesCommitted(event),
    ),
    await step(
      `The leaf is number ${index + 1} of ${checkpoint.size}, by ${proof.length} hashes up to the root.`,
      async () => {
        const root = await rootBy(
          bytesOfHex(event.leaf),
          index,
          checkpoint.size,
          proof.map(bytesOf),
        )
        return root !== null && base64Of(root) === checkpoint.rootHash
      },
    ),
    await step('The root is signed by the log’s key, for this organization.', async () => {
      const [origin = '', size, root] = checkpoint.note.split('\n')
      const isOfTrail =
        origin.endsWith(`/audit/${organizationId}`) &&
        size === String(checkpoint.size) &&
        root === checkpoint.rootHash
      return isOfTrail && (await isSigned(checkpoint.note, verifierKey))
    }),
  ]
}

function leafOf(event: AuditEvent, organizationId: string): Promise<Bytes> {
  const { id, at, actor, onBehalfOf, action, target, outcome, commitments } = event
  const parts = {
    v: 1,
    id,
    at,
    organizationId,
    actor,
    onBehalfOf,
    action,
    target,
    outcome,
    commitments,
  }
  return sha256(Uint8Array.of(0), textBytes(canonical(parts)))
}

async function areValuesCommitted({ values, salts, commitments }: AuditEvent): Promise<boolean> {
  const names = new Set([values, salts, commitments].flatMap((part) => Object.keys(part)))
  for (const name of names) {
    const salt = salts[name]
    if (salt === undefined || !Object.hasOwn(values, name)) return false
    const made = await sha256(bytesOf(salt), textBytes(canonical(values[name])))
    if (hexOf(made) !== commitments[name]) return false
  }
  return true
}

/** The root that a leaf and its path make (RFC 9162, section 2.1.3.2); null when the path does not fit. */
async function rootBy(leaf: Bytes, index: number, size: number, path: readonly Bytes[]) {
  let at = index
  let last = size - 1
  let root = leaf
  if (index >= size) return null
  for (const sibling of path) {
    if (last === 0) return null
    const isRight = at % 2 === 1
    root = await (isRight || at === last
      ? sha256(Uint8Array.of(1), sibling, root)
      : sha256(Uint8Array.of(1), root, sibling))
    if (!isRight && at === last) {
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)]
    }
    ;[at, last] = [half(at), half(last)]
  }
  return last === 0 ? root : null
}

const half = (number: number) => Math.floor(number / 2)

/** Whether a note bears the signature of a key in C2SP's form: `name+id+base64(algorithm ‖ key)`; algorithm 1 is Ed25519. */
async function isSigned(note: string, verifierKey: string): Promise<boolean> {
  const cut = note.lastIndexOf('\n\n')
  const text = note.slice(0, cut + 1)
  const [name = '', id = '', ...rest] = verifierKey.split('+')
  const encoded = bytesOf(rest.join('+'))
  if (encoded[0] !== 1 || encoded.length !== 33) return false
  if (hexOf((await sha256(textBytes(`${name}\n`), encoded)).slice(0, 4)) !== id) return false
  const key = await crypto.subtle.importKey('raw', encoded.slice(1), 'Ed25519', false, ['verify'])
  for (const line of note.slice(cut + 2).split('\n')) {
    const given = line.startsWith(`— ${name} `) ? bytesOf(line.slice(name.length + 3)) : null
    if (given?.length !== 68 || hexOf(given.slice(0, 4)) !== id) continue
    if (await crypto.subtle.verify('Ed25519', key, given.slice(4), textBytes(text))) return true
  }
  return false
}

/** RFC 8785: keys by UTF-16 code unit; ECMAScript writes strings and numbers as it wants them. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([name, each]) => `${JSON.stringify(name)}:${canonical(each)}`).join(',')}}`
}

type Bytes = Uint8Array<ArrayBuffer>

async function sha256(...parts: readonly Bytes[]): Promise<Bytes> {
  const whole = await new Blob([...parts]).arrayBuffer()
  return new Uint8Array(await crypto.subtle.digest('SHA-256', whole))
}

const textBytes = (text: string): Bytes => new TextEncoder().encode(text)
const bytesOf = (base64: string): Bytes =>
  Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
const base64Of = (bytes: Bytes) => btoa(String.fromCharCode(...bytes))
const hexOf = (bytes: Bytes) =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
const bytesOfHex = (hex: string): Bytes =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
