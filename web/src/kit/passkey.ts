// Signing in by passkey (WebAuthn): the hub gives a challenge, the browser signs it, the hub sets a new session. The browser's part
// is loaded when it is used.
import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser'
import { ask } from '../hub/client.ts'

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
