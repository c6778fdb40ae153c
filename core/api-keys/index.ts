// Keys of programs.
export { createApiKey, createdApiKey, newApiKey } from './create-api-key.ts'
export { getApiKey, listApiKeys, presentedApiKey } from './list-api-keys.ts'
export { revokeApiKey } from './revoke-api-key.ts'
