// Passkeys (WebAuthn), made and signed in by: the hub gives a challenge, the browser signs it, the hub keeps the passkey or sets a
// new session. The browser's part is loaded when it is used.
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser'
import { ask } from '../hub/client.ts'
import { Problem, problemOf } from '../hub/problem.ts'

interface Challenge {
  readonly options: PublicKeyCredentialRequestOptionsJSON
}

/**
 * Throws a Problem when the hub refuses, and the browser's own error when the person closed its dialog. `isConditional` waits for
 * a passkey chosen from the autofill of a field with `autocomplete="username webauthn"`, for as long as the page is open.
 */
export async function signInByPasskey(options: { isConditional?: boolean } = {}): Promise<void> {
  const { startAuthentication } = await import('@simplewebauthn/browser')
  const challenge = await ask<Challenge>('POST', '/sign-in/passkey/options', {})
  const credential = await startAuthentication({
    optionsJSON: challenge.options,
    useBrowserAutofill: options.isConditional ?? false,
  })
  await ask('POST', '/sign-in/passkey', { credential })
}

/** Whether this browser can offer passkeys in a field's autofill. */
export async function canAutofillPasskeys(): Promise<boolean> {
  const { browserSupportsWebAuthnAutofill } = await import('@simplewebauthn/browser')
  return browserSupportsWebAuthnAutofill()
}

export interface Passkey {
  readonly id: string
  readonly name: string
  readonly createdAt: string
  readonly lastUsedAt: string | null
  /** Whether its maker keeps a copy elsewhere, as managers of passkeys do. */
  readonly backedUp: boolean
}

interface Offer {
  readonly options: PublicKeyCredentialCreationOptionsJSON
}

/** Makes a passkey in this browser and gives it to the hub. Throws as `signInByPasskey` does. */
export async function makePasskey(name: string): Promise<Passkey> {
  const { startRegistration } = await import('@simplewebauthn/browser')
  const offer = await ask<Offer>('POST', '/v1/me/passkeys/options', {})
  const credential = await startRegistration({ optionsJSON: offer.options })
  return ask<Passkey>('POST', '/v1/me/passkeys', { name, credential })
}

/** The browser's own refusals have no problem document: closed, not able, or there already. */
export function passkeyProblemOf(thrown: unknown): Problem {
  if (thrown instanceof Problem || !(thrown instanceof Error)) return problemOf(thrown)
  if (thrown.name === 'TypeError' || thrown.name === 'TimeoutError') return problemOf(thrown)
  if (thrown.name === 'InvalidStateError') {
    return new Problem(409, {
      code: 'passkey_exists',
      title: 'This device has a passkey for you already',
      detail: 'Use it to sign in; or choose another device or a security key.',
    })
  }
  return new Problem(400, {
    code: 'passkey_not_made',
    title: 'No passkey was made',
    detail: 'The browser ended it, or this device cannot keep one. Nothing has changed.',
  })
}
