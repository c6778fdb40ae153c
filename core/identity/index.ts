// Who asks.
export { authenticateKey, authenticateSession, identityOfMember, type Identity } from './authenticate.ts'
export { createSignInLink, redeemSignInLink } from './sign-in.ts'
