// Who asks, and how they come in.
export {
  authenticateKey,
  authenticateSession,
  type Identity,
} from './authenticate.ts'
export { createSignInLink, emailAddress } from './create-sign-in-link.ts'
export { getMe, meChange, updateMe } from './get-me.ts'
export type { OpenedSession, Visitor } from './open-session.ts'
export { authenticationCredential } from './passkey-credential.ts'
export {
  createPasskey,
  listPasskeys,
  newPasskey,
  offerPasskey,
  passkeyChange,
  presentedPasskey,
  removePasskey,
  renamePasskey,
} from './passkeys.ts'
export { findSignInLink, redeemSignInLink } from './redeem-sign-in-link.ts'
export { relyingPartyOf } from './relying-party.ts'
export { sendSignInLinks } from './send-sign-in-links.ts'
export {
  endEverySession,
  endMemberSessions,
  endMySession,
  endMySessions,
  listMemberSessions,
  listMySessions,
  presentedSession,
} from './sessions.ts'
export { offerPasskeySignIn, signInWithPasskey } from './sign-in-with-passkey.ts'
export { signOut } from './sign-out.ts'
