// Links to vendors.
export { brandOfConnect } from './connect-brand.ts'
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
export { keepVendorApp, newVendorApp } from './keep-vendor-app.ts'
export { getConnection, listConnections } from './list-connections.ts'
export { getSetup, listSetups } from './list-setups.ts'
export { presentedConnection } from './present-connection.ts'
export { presentedSetup } from './present-setup.ts'
export { removeVendorApp } from './remove-vendor-app.ts'
export { revokeConnection } from './revoke-connection.ts'
export { testConnection } from './test-connection.ts'
export { setupTest, testVendorApp } from './test-vendor-app.ts'
export { connectionChanges, updateConnection } from './update-connection.ts'
