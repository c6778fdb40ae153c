// Who asks.
export {
  authenticateKey,
  authenticateSession,
  type Identity,
} from './authenticate.ts'
export { getMe } from './get-me.ts'
export { createSignInLink, redeemSignInLink } from './sign-in.ts'
