// The root of a tree from its leaves alone, in one pass and O(log n) memory: what a verifier computes. Shares nothing with the
// stored tree of core/lib/merkle.ts, so that one cannot repeat the other's mistake. RFC 6962 section 2.1.
import { sha256 } from '../lib/sha256.ts'

/** Takes leaf hashes in order; `root()` at any time. */
export class TreeFrontier {
  /** Roots of complete subtrees, largest first, with their numbers of leaves: the binary digits of `size`. */
  readonly #subtrees: { readonly leaves: number; readonly hash: Uint8Array }[] = []
  size = 0

  async push(leafHash: Uint8Array): Promise<void> {
    let added = { leaves: 1, hash: leafHash }
    let left = this.#subtrees.at(-1)
    while (left?.leaves === added.leaves) {
      this.#subtrees.pop()
      added = { leaves: 2 * added.leaves, hash: await parentOf(left.hash, added.hash) }
      left = this.#subtrees.at(-1)
    }
    this.#subtrees.push(added)
    this.size += 1
  }

  async root(): Promise<Uint8Array> {
    const [last, ...lefts] = this.#subtrees.toReversed()
    let hash = last?.hash ?? (await sha256(new Uint8Array()))
    for (const left of lefts) hash = await parentOf(left.hash, hash)
    return hash
  }
}

function parentOf(left: Uint8Array, right: Uint8Array): Promise<Uint8Array> {
  const bytes = new Uint8Array(65)
  bytes[0] = 1
  bytes.set(left, 1)
  bytes.set(right, 33)
  return sha256(bytes)
}
