// Ids, random bytes and jitter from the platform's generator: the one place chance enters.
import { uuidv7obj } from 'uuidv7'
import { encodeIdBytes, type Ids, idPrefixes } from '../../core/contract/ids.ts'

export const platformIds: Ids = {
  next: (kind) => idPrefixes[kind] + encodeIdBytes(uuidv7obj().bytes),
  randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
  random: () => Math.random(),
}
