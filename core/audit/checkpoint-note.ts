// The text of the log's checkpoints (c2sp.org/tlog-checkpoint, in a signed note): one of them and the rows are all that is
// needed to check a trail offline. Each kind of extension line stands in the order drawn here.
//
//   hub.example/audit/org_01…                 origin
//   1000                                      size
//   SBNJTRN+FjG7owHVrKtue7eqdM4RhdRWVl71…     root
//   epoch 1 0                                 one for each epoch, in order: its number and the index of its first leaf
//   epoch 2 1000
//   lost 1 901 1000                           epoch, first and last `seq` whose rows a restore of the database took; their
//                                             leaves stay in the tree
//   opened 2 1000 SBNJTRN+FjG7owHVrKtue7…     in the statement that opens an epoch: the epoch, and the size and root before it
import { decodeBase64, encodeBase64 } from '@oslojs/encoding'
import { err, ok, type Result } from '../lib/result.ts'
import {
  formatCheckpoint,
  type NoteVerifier,
  parseCheckpoint,
  verifyNote,
} from '../lib/signed-note.ts'

export interface CheckpointEpoch {
  readonly epoch: number
  readonly firstIndex: number
}

export interface LostRange {
  readonly epoch: number
  readonly firstSeq: number
  readonly lastSeq: number
}

export interface CheckpointStatement {
  readonly origin: string
  readonly size: number
  readonly rootHash: Uint8Array
  readonly epochs: readonly CheckpointEpoch[]
  readonly lost: readonly LostRange[]
  /** True in the statement that opens the last epoch. */
  readonly opens: boolean
}

export type CheckpointRefusal = 'signature' | 'malformed' | 'other_origin'

/** The origin line of an organization's checkpoints. */
export function checkpointOrigin(publicOrigin: string, organizationId: string): string {
  return `${new URL(publicOrigin).host}/audit/${organizationId}`
}

/** The text to be signed; ends in a newline. */
export function checkpointText(statement: CheckpointStatement): string {
  const { origin, size, rootHash, epochs, lost, opens } = statement
  const opened = `opened ${epochs.at(-1)?.epoch} ${size} ${encodeBase64(rootHash)}`
  return formatCheckpoint({
    origin,
    size,
    rootHash,
    extensions: [
      ...epochs.map((each) => `epoch ${each.epoch} ${each.firstIndex}`),
      ...lost.map((each) => `lost ${each.epoch} ${each.firstSeq} ${each.lastSeq}`),
      ...(opens ? [opened] : []),
    ],
  })
}

/** What a note says, when this key signed it for this origin; accepts exactly what `checkpointText` writes. */
export async function readCheckpointNote(
  note: string,
  verifier: NoteVerifier,
  origin: string,
): Promise<Result<CheckpointStatement, CheckpointRefusal>> {
  const signed = await verifyNote(note, verifier)
  if (!signed.ok) return err('signature')
  const statement = parseStatement(signed.value)
  if (!statement) return err('malformed')
  return statement.origin === origin ? ok(statement) : err('other_origin')
}

/** Reads `name+hex(key id)+base64(0x01 ‖ public key)`; the base64 may hold a `+` itself. */
export function parseVerifierKey(line: string): Result<NoteVerifier, 'malformed'> {
  const parts = /^([^+\s]+)\+[0-9a-f]{8}\+([A-Za-z0-9+/]{44})$/.exec(line)
  if (!parts?.[1] || !parts[2]) return err('malformed')
  const bytes = decodeBase64(parts[2])
  if (bytes.length !== 33 || bytes[0] !== 0x01) return err('malformed')
  return ok({ name: parts[1], publicKeyRaw: bytes.slice(1) })
}

function parseStatement(text: string): CheckpointStatement | null {
  const parsed = parseCheckpoint(text)
  if (!parsed.ok) return null
  const { origin, size, rootHash, extensions } = parsed.value
  const epochs: CheckpointEpoch[] = []
  const lost: LostRange[] = []
  for (const line of extensions) {
    const [, word, ...numbers] =
      /^(epoch|lost) (\d{1,15}) (\d{1,15})(?: (\d{1,15}))?$/.exec(line) ?? []
    const [a = 0, b = 0, c = 0] = numbers.map(Number)
    if (word === 'epoch') epochs.push({ epoch: a, firstIndex: b })
    if (word === 'lost') lost.push({ epoch: a, firstSeq: b, lastSeq: c })
  }
  const opens = extensions.at(-1)?.startsWith('opened ') ?? false
  const statement = { origin, size, rootHash, epochs, lost, opens }
  // Writing it again is the strict check: other lines, orders and spellings come out different.
  return epochs.length > 0 && areOrdered(statement) && checkpointText(statement) === text
    ? statement
    : null
}

/** Epochs rise, begin at 0, and never begin past the end. */
function areOrdered({ epochs, size }: CheckpointStatement): boolean {
  return epochs.every(({ epoch, firstIndex }, at) => {
    const before = epochs[at - 1]
    if (firstIndex > size) return false
    return before ? epoch > before.epoch && firstIndex >= before.firstIndex : firstIndex === 0
  })
}
