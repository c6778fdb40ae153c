import { decodeHex, encodeHexLowerCase } from '@oslojs/encoding'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  appendLeaf,
  consistencyProof,
  inclusionProof,
  type MerkleStore,
  rootHash,
  verifyConsistency,
  verifyInclusion,
} from './merkle.ts'
import { sha256, sha256Hex } from './sha256.ts'

/** The leaves of the reference tests of Certificate Transparency, and the root at each size. */
const referenceLeaves = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
]
const referenceRoots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]

function join(...parts: (Uint8Array | number[])[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]))
}

function hashLeaf(data: Uint8Array): Promise<Uint8Array> {
  return sha256(join([0], data))
}

type MapStore = MerkleStore & { nodes: Map<string, Uint8Array> }

function makeStore(): MapStore {
  const nodes = new Map<string, Uint8Array>()
  return {
    nodes,
    getNode: (level, index) => nodes.get(`${level}/${index}`),
    putNode: (level, index, hash) => {
      nodes.set(`${level}/${index}`, hash)
    },
  }
}

async function makeTree(leaves: Uint8Array[]): Promise<MapStore> {
  const store = makeStore()
  for (const [size, leaf] of leaves.entries()) await appendLeaf(store, size, leaf)
  return store
}

/** Distinct leaves for a tree of some size. */
function makeLeaves(size: number): Promise<Uint8Array[]> {
  return Promise.all(
    Array.from({ length: size }, (_, index) => hashLeaf(new TextEncoder().encode(`leaf ${index}`))),
  )
}

function split(size: number): number {
  let power = 1
  while (power * 2 < size) power *= 2
  return power
}

// RFC 6962 sections 2.1, 2.1.1 and 2.1.2, written as the RFC writes them: recursive, over all leaves.
async function naiveRoot(leaves: Uint8Array[]): Promise<Uint8Array> {
  const [first] = leaves
  if (first === undefined) return sha256(new Uint8Array())
  if (leaves.length === 1) return first
  const k = split(leaves.length)
  return sha256(join([1], await naiveRoot(leaves.slice(0, k)), await naiveRoot(leaves.slice(k))))
}

async function naivePath(m: number, leaves: Uint8Array[]): Promise<Uint8Array[]> {
  if (leaves.length === 1) return []
  const k = split(leaves.length)
  const [left, right] = [leaves.slice(0, k), leaves.slice(k)]
  return m < k
    ? [...(await naivePath(m, left)), await naiveRoot(right)]
    : [...(await naivePath(m - k, right)), await naiveRoot(left)]
}

async function naiveSubproof(m: number, leaves: Uint8Array[], b: boolean): Promise<Uint8Array[]> {
  if (m === leaves.length) return b ? [] : [await naiveRoot(leaves)]
  const k = split(leaves.length)
  const [left, right] = [leaves.slice(0, k), leaves.slice(k)]
  return m <= k
    ? [...(await naiveSubproof(m, left, b)), await naiveRoot(right)]
    : [...(await naiveSubproof(m - k, right, false)), await naiveRoot(left)]
}

function flipBit(hash: Uint8Array, bit: number): Uint8Array {
  return hash.map((byte, index) => (index === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte))
}

/** Every proof that differs from this one in one place: a bit, a missing, a doubled, a swapped hash. */
function mutations(proof: Uint8Array[], bit: number): Uint8Array[][] {
  const extra = new Uint8Array(32)
  const mutated = [
    [...proof, extra],
    [extra, ...proof],
  ]
  for (const [index, hash] of proof.entries()) {
    mutated.push(proof.with(index, flipBit(hash, bit)))
    mutated.push(proof.with(index, hash.subarray(1)))
    mutated.push(proof.toSpliced(index, 1))
    mutated.push(proof.toSpliced(index, 0, hash))
    const next = proof[index + 1]
    if (next !== undefined) mutated.push(proof.with(index, next).with(index + 1, hash))
  }
  return mutated
}

describe('rootHash', () => {
  it('is the published root at each size of the reference leaves', async () => {
    const leaves = await Promise.all(referenceLeaves.map((hex) => hashLeaf(decodeHex(hex))))
    const store = await makeTree(leaves)
    for (const [size, root] of referenceRoots.entries()) {
      expect(encodeHexLowerCase(await rootHash(store, size))).toBe(root)
      expect(encodeHexLowerCase(await naiveRoot(leaves.slice(0, size)))).toBe(root)
    }
  })

  it('agrees with the recursive definition at every size up to 70', async () => {
    const leaves = await makeLeaves(70)
    const store = await makeTree(leaves)
    for (let size = 0; size <= 70; size += 1) {
      expect(await rootHash(store, size)).toEqual(await naiveRoot(leaves.slice(0, size)))
    }
  })

  it('fails by name when a node is missing', async () => {
    const store = await makeTree(await makeLeaves(3))
    await expect(rootHash(store, 4)).rejects.toThrow('merkle: node 2/0 is not stored')
  })
})

describe('appendLeaf', () => {
  it('stores complete subtrees only, each once', async () => {
    const store = await makeTree(await makeLeaves(7))
    expect([...store.nodes.keys()].sort()).toEqual([
      '0/0',
      '0/1',
      '0/2',
      '0/3',
      '0/4',
      '0/5',
      '0/6',
      '1/0',
      '1/1',
      '1/2',
      '2/0',
    ])
  })

  it('can be repeated with the same leaf', async () => {
    const leaves = await makeLeaves(4)
    const store = await makeTree(leaves)
    const before = new Map(store.nodes)
    await appendLeaf(store, 3, leaves[3] as Uint8Array)
    expect(store.nodes).toEqual(before)
  })

  it('stores nothing when a node it needs is missing', async () => {
    const store = makeStore()
    await expect(appendLeaf(store, 1, new Uint8Array(32))).rejects.toThrow('0/0 is not stored')
    expect(store.nodes.size).toBe(0)
  })
})

describe('reads', () => {
  it('grow with the logarithm of the size', async () => {
    // Any hash will do for a complete subtree: what is counted is how many are read.
    const size = 2 ** 40 - 1
    let reads = 0
    const counting: MerkleStore = {
      putNode: () => {},
      getNode: () => {
        reads += 1
        return new Uint8Array(32)
      },
    }
    const readsOf = async (work: () => Promise<unknown>) => {
      reads = 0
      await work()
      return reads
    }
    expect(await readsOf(() => appendLeaf(counting, size, new Uint8Array(32)))).toBe(40)
    expect(await readsOf(() => rootHash(counting, size))).toBe(40)
    expect(await readsOf(() => inclusionProof(counting, 1, size))).toBeLessThanOrEqual(80)
    expect(await readsOf(() => consistencyProof(counting, 2 ** 39 - 7, size))).toBeLessThanOrEqual(
      80,
    )
  })
})

describe('inclusionProof', () => {
  it('is the proof of the recursive definition, verifies, and fails when changed', async () => {
    const leaves = await makeLeaves(40)
    const store = await makeTree(leaves)
    const place = fc.integer({ min: 1, max: 40 }).chain((size) =>
      fc.record({
        size: fc.constant(size),
        index: fc.integer({ min: 0, max: size - 1 }),
        bit: fc.integer({ min: 0, max: 255 }),
      }),
    )
    await fc.assert(
      fc.asyncProperty(place, async ({ size, index, bit }) => {
        const leaf = leaves[index] as Uint8Array
        const root = await rootHash(store, size)
        const proof = await inclusionProof(store, index, size)
        expect(proof).toEqual(await naivePath(index, leaves.slice(0, size)))
        expect(await verifyInclusion(leaf, index, size, proof, root)).toBe(true)
        for (const mutated of mutations(proof, bit)) {
          expect(await verifyInclusion(leaf, index, size, mutated, root)).toBe(false)
        }
        expect(await verifyInclusion(flipBit(leaf, bit), index, size, proof, root)).toBe(false)
        expect(await verifyInclusion(leaf, index, size, proof, flipBit(root, bit))).toBe(false)
        for (const other of Array.from({ length: size }, (_, at) => at)) {
          if (other === index) continue
          expect(await verifyInclusion(leaf, other, size, proof, root)).toBe(false)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('does not verify past the height of the tree, even to a root built for that', async () => {
    const [leaf, sibling, extra] = (await makeLeaves(3)) as [Uint8Array, Uint8Array, Uint8Array]
    const root = await naiveRoot([leaf, sibling])
    const taller = await sha256(join([1], extra, root))
    expect(await verifyInclusion(leaf, 0, 2, [sibling], root)).toBe(true)
    expect(await verifyInclusion(leaf, 0, 2, [sibling, extra], taller)).toBe(false)
  })

  it('does not verify hashes of other lengths that join to the same bytes', async () => {
    const [leaf, sibling] = (await makeLeaves(2)) as [Uint8Array, Uint8Array]
    const root = await naiveRoot([leaf, sibling])
    const longer = join(leaf, sibling.subarray(0, 1))
    expect(await verifyInclusion(longer, 0, 2, [sibling.subarray(1)], root)).toBe(false)
  })

  it('refuses an index outside the tree', async () => {
    const store = await makeTree(await makeLeaves(3))
    for (const index of [-1, 3, 0.5, Number.NaN]) {
      await expect(inclusionProof(store, index, 3)).rejects.toThrow(RangeError)
    }
  })
})

describe('consistencyProof', () => {
  it('is the proof of the recursive definition, verifies, and fails when changed', async () => {
    const leaves = await makeLeaves(40)
    const store = await makeTree(leaves)
    const sizes = fc.integer({ min: 1, max: 40 }).chain((newSize) =>
      fc.record({
        newSize: fc.constant(newSize),
        oldSize: fc.integer({ min: 1, max: newSize }),
        bit: fc.integer({ min: 0, max: 255 }),
      }),
    )
    await fc.assert(
      fc.asyncProperty(sizes, async ({ oldSize, newSize, bit }) => {
        const oldRoot = await rootHash(store, oldSize)
        const newRoot = await rootHash(store, newSize)
        const proof = await consistencyProof(store, oldSize, newSize)
        const verify = (from: Uint8Array, to: Uint8Array, path: Uint8Array[]) =>
          verifyConsistency(oldSize, from, newSize, to, path)
        expect(proof).toEqual(await naiveSubproof(oldSize, leaves.slice(0, newSize), true))
        expect(await verify(oldRoot, newRoot, proof)).toBe(true)
        for (const mutated of mutations(proof, bit)) {
          expect(await verify(oldRoot, newRoot, mutated)).toBe(false)
        }
        expect(await verify(flipBit(oldRoot, bit), newRoot, proof)).toBe(false)
        expect(await verify(oldRoot, flipBit(newRoot, bit), proof)).toBe(false)
      }),
      { numRuns: 60 },
    )
  })

  it('verifies for every pair of sizes up to 20', async () => {
    const store = await makeTree(await makeLeaves(20))
    const roots = await Promise.all(Array.from({ length: 21 }, (_, size) => rootHash(store, size)))
    for (const [newSize, newRoot] of roots.entries()) {
      for (const [oldSize, oldRoot] of roots.slice(0, newSize + 1).entries()) {
        const proof = await consistencyProof(store, oldSize, newSize)
        expect(await verifyConsistency(oldSize, oldRoot, newSize, newRoot, proof)).toBe(true)
      }
    }
  })

  it('does not hold for a log whose past was rewritten', async () => {
    const leaves = await makeLeaves(20)
    const honest = await makeTree(leaves)
    const forged = await makeTree(leaves.with(3, flipBit(leaves[3] as Uint8Array, 0)))
    const oldRoot = await rootHash(honest, 11)
    const newRoot = await rootHash(forged, 20)
    const proof = await consistencyProof(forged, 11, 20)
    expect(await verifyConsistency(11, oldRoot, 20, newRoot, proof)).toBe(false)
  })

  it('accepts the empty tree as a prefix only with its own root and no proof', async () => {
    const store = await makeTree(await makeLeaves(2))
    const [empty, root] = [await rootHash(store, 0), await rootHash(store, 2)]
    expect(await sha256Hex('')).toBe(encodeHexLowerCase(empty))
    expect(await verifyConsistency(0, empty, 2, root, [])).toBe(true)
    expect(await verifyConsistency(0, root, 2, root, [])).toBe(false)
    expect(await verifyConsistency(0, empty, 2, root, [root])).toBe(false)
  })

  it('refuses sizes that shrink or are none', async () => {
    const store = await makeTree(await makeLeaves(2))
    const root = await rootHash(store, 2)
    for (const oldSize of [3, -1, 0.5, Number.NaN]) {
      await expect(consistencyProof(store, oldSize, 2)).rejects.toThrow(RangeError)
      expect(await verifyConsistency(oldSize, root, 2, root, [])).toBe(false)
    }
  })
})
