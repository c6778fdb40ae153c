// The secrets that a hub cannot run without and nobody has to choose: made from chance, once for each hub. What they sealed or signed
// can be read and checked with them alone.
import { generateKeyPairSync, randomBytes } from 'node:crypto'

/** A new set, by variable. See worker/variables.ts for their forms. */
export function makeHubSecrets(): Record<
  'OPERATOR_SECRET' | 'VAULT_KEYS' | 'AUDIT_SIGNING_KEY',
  string
> {
  const ed25519 = generateKeyPairSync('ed25519').privateKey
  return {
    OPERATOR_SECRET: randomBytes(32).toString('base64url'),
    VAULT_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    AUDIT_SIGNING_KEY: ed25519.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
  }
}
