// Links to vendors.
export {
  beginConnect,
  completeConnect,
  createConnectSession,
  findConnectSession,
  forgetConnectSessions,
  newConnectSession,
  presentedConnectSession,
} from './connect-session.ts'
export { createConnection, newConnection } from './create-connection.ts'
export { getConnection, listConnections } from './list-connections.ts'
export { presentedConnection } from './present-connection.ts'
export { revokeConnection } from './revoke-connection.ts'
export { testConnection } from './test-connection.ts'
export { connectionChanges, updateConnection } from './update-connection.ts'
