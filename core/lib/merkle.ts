// A Merkle tree over a log that only grows (RFC 6962 section 2.1): its root, the proof that a leaf is
// in it, and the proof that one size is a prefix of another. Anyone can check a proof without the log.
//
//   leaf hash = SHA-256(0x00 ‖ data), made by the caller      node hash = SHA-256(0x01 ‖ left ‖ right)
//   node(level, index) = the hash over leaves [index · 2^level, (index + 1) · 2^level)
//
//   level 2          0              Only complete subtrees are stored, so no stored hash ever changes.
//   level 1      0       1          Those of 7 leaves are shown; the root over the ragged right edge is
//   level 0    0   1   2   3   4…   folded from O(log n) of them. Sizes are safe integers.

import { constantTimeEqual } from './hmac.ts'
import { sha256 } from './sha256.ts'

/** Where hashes of complete subtrees live. Level 0 holds the leaves. */
export type MerkleStore = {
  getNode(level: number, index: number): Uint8Array | undefined
  putNode(level: number, index: number, hash: Uint8Array): void
}

/** RFC 6962: the root of the empty tree is the hash of nothing. */
const emptyInput = new Uint8Array()

/**
 * Adds one leaf to a tree of `size` leaves, storing it and each subtree it completes. All hashes are made
 * first, then all are stored without waiting in between, so a store with atomic synchronous writes never
 * holds half an append. Appends must not overlap; repeating one with the same leaf changes nothing.
 */
export async function appendLeaf(
  store: MerkleStore,
  size: number,
  leafHash: Uint8Array,
): Promise<void> {
  refuseRange(0, size)
  const completed = [leafHash]
  let hash = leafHash
  let index = size
  while (index % 2 === 1) {
    hash = await nodeHash(readNode(store, completed.length - 1, index - 1), hash)
    completed.push(hash)
    index = (index - 1) / 2
  }
  for (const [level, node] of completed.entries()) {
    store.putNode(level, Math.floor(size / 2 ** level), node)
  }
}

/** The 32-byte root over the first `size` leaves. Any size up to the tree's own, 0 included. */
export async function rootHash(store: MerkleStore, size: number): Promise<Uint8Array> {
  refuseRange(0, size)
  return size === 0 ? sha256(emptyInput) : rangeHash(store, 0, size)
}

/**
 * The proof that leaf `index` is in the tree of `size` leaves (RFC 6962 section 2.1.1), nearest sibling
 * first: at most 53 hashes.
 *
 * @throws RangeError unless 0 ≤ index < size
 */
export async function inclusionProof(
  store: MerkleStore,
  index: number,
  size: number,
): Promise<Uint8Array[]> {
  refuseRange(index + 1, size)
  refuseRange(0, index)
  const proof: Uint8Array[] = []
  let [start, end] = [0, size]
  while (end - start > 1) {
    const middle = start + largestPowerOfTwoBelow(end - start)
    if (index < middle) {
      proof.push(await rangeHash(store, middle, end))
      end = middle
    } else {
      proof.push(await rangeHash(store, start, middle))
      start = middle
    }
  }
  return proof.reverse()
}

/**
 * The proof that the tree of `oldSize` leaves is a prefix of the tree of `newSize` (RFC 6962 section
 * 2.1.2). Empty when the sizes are equal, and when `oldSize` is 0: everything extends nothing.
 *
 * @throws RangeError unless 0 ≤ oldSize ≤ newSize
 */
export async function consistencyProof(
  store: MerkleStore,
  oldSize: number,
  newSize: number,
): Promise<Uint8Array[]> {
  refuseRange(oldSize, newSize)
  if (oldSize === 0 || oldSize === newSize) return []
  const proof: Uint8Array[] = []
  let [start, end] = [0, newSize]
  while (end !== oldSize) {
    const middle = start + largestPowerOfTwoBelow(end - start)
    if (oldSize <= middle) {
      proof.push(await rangeHash(store, middle, end))
      end = middle
    } else {
      proof.push(await rangeHash(store, start, middle))
      start = middle
    }
  }
  // The old root itself need not be sent: the verifier holds it.
  if (start !== 0) proof.push(await rangeHash(store, start, end))
  return proof.reverse()
}

/** Whether `proof` shows that `leafHash` is leaf `index` of the tree with this size and root (RFC 9162, 2.1.3.2). */
export async function verifyInclusion(
  leafHash: Uint8Array,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
  root: Uint8Array,
): Promise<boolean> {
  if (!isRange(0, index) || !isRange(index + 1, size)) return false
  if (![leafHash, ...proof, root].every(isHash)) return false
  let [position, last, hash] = [index, size - 1, leafHash]
  for (const sibling of proof) {
    if (last === 0) return false
    if (position % 2 === 1 || position === last) {
      hash = await nodeHash(sibling, hash)
      ;[position, last] = pastTrailingZeros(position, last)
    } else {
      hash = await nodeHash(hash, sibling)
    }
    ;[position, last] = [half(position), half(last)]
  }
  return last === 0 && constantTimeEqual(hash, root)
}

/**
 * Whether `proof` shows that the tree with the new size and root extends the old one (RFC 9162, 2.1.4.2).
 * Everything extends the empty tree, so an old size of 0 with the empty root says nothing about the new.
 */
export async function verifyConsistency(
  oldSize: number,
  oldRoot: Uint8Array,
  newSize: number,
  newRoot: Uint8Array,
  proof: readonly Uint8Array[],
): Promise<boolean> {
  if (!isRange(oldSize, newSize) || ![oldRoot, ...proof, newRoot].every(isHash)) return false
  if (oldSize === newSize) return proof.length === 0 && constantTimeEqual(oldRoot, newRoot)
  if (oldSize === 0)
    return proof.length === 0 && constantTimeEqual(oldRoot, await sha256(emptyInput))
  // An old tree that is one complete subtree is where the proof starts, and is left out of it.
  const path = isPowerOfTwo(oldSize) ? [oldRoot, ...proof] : proof
  const [first, ...rest] = path
  if (first === undefined) return false
  let [position, last] = [oldSize - 1, newSize - 1]
  while (position % 2 === 1) [position, last] = [half(position), half(last)]
  let [oldHash, newHash] = [first, first]
  for (const sibling of rest) {
    if (last === 0) return false
    if (position % 2 === 1 || position === last) {
      oldHash = await nodeHash(sibling, oldHash)
      newHash = await nodeHash(sibling, newHash)
      ;[position, last] = pastTrailingZeros(position, last)
    } else {
      newHash = await nodeHash(newHash, sibling)
    }
    ;[position, last] = [half(position), half(last)]
  }
  return last === 0 && constantTimeEqual(oldHash, oldRoot) && constantTimeEqual(newHash, newRoot)
}

/** The hash over leaves [start, end), where `start` is a multiple of the range's largest subtree. */
async function rangeHash(store: MerkleStore, start: number, end: number): Promise<Uint8Array> {
  const subtrees: Uint8Array[] = []
  let from = start
  while (from < end) {
    const level = floorLog2(end - from)
    subtrees.push(readNode(store, level, from / 2 ** level))
    from += 2 ** level
  }
  let hash = subtrees.pop() ?? emptyInput
  for (const left of subtrees.reverse()) hash = await nodeHash(left, hash)
  return hash
}

function readNode(store: MerkleStore, level: number, index: number): Uint8Array {
  const hash = store.getNode(level, index)
  if (hash === undefined) throw new Error(`merkle: node ${level}/${index} is not stored`)
  return hash
}

function nodeHash(left: Uint8Array, right: Uint8Array): Promise<Uint8Array> {
  const input = new Uint8Array(1 + left.length + right.length)
  input[0] = 0x01 // a node can never be passed off as a leaf, which starts with 0x00
  input.set(left, 1)
  input.set(right, 1 + left.length)
  return sha256(input)
}

/** Climbs while this is a left child without a right sibling: such a node is its own parent. */
function pastTrailingZeros(position: number, last: number): [position: number, last: number] {
  let [at, end] = [position, last]
  while (at % 2 === 0 && at !== 0) [at, end] = [half(at), half(end)]
  return [at, end]
}

/** Not `>> 1`: sizes may pass 32 bits. */
function half(value: number): number {
  return Math.floor(value / 2)
}

/** The exponent of the largest power of two in a positive safe integer. */
function floorLog2(value: number): number {
  let exponent = 0
  for (let rest = half(value); rest > 0; rest = half(rest)) exponent += 1
  return exponent
}

/** The largest power of two strictly below a number over 1. */
function largestPowerOfTwoBelow(value: number): number {
  return 2 ** floorLog2(value - 1)
}

function isPowerOfTwo(value: number): boolean {
  return 2 ** floorLog2(value) === value
}

function isHash(value: Uint8Array): boolean {
  return value.length === 32
}

function isRange(low: number, high: number): boolean {
  return Number.isSafeInteger(low) && Number.isSafeInteger(high) && low >= 0 && low <= high
}

function refuseRange(low: number, high: number): void {
  if (!isRange(low, high)) throw new RangeError(`merkle: ${low} of ${high} is no part of a tree`)
}
