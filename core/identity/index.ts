// Who asks.
export {
  authenticateKey,
  authenticateSession,
  type Identity,
  identityOfMember,
} from './authenticate.ts'
export { getMe } from './get-me.ts'
export { chatActor, identityOfChatUser } from './map-chat-user.ts'
export { createSignInLink, redeemSignInLink } from './sign-in.ts'
