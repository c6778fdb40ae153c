// Tableau: no client of ours; the site's own token or connected app is given at connect. Read on 2026-11-23:
// help.tableau.com/current/online/en-us/connected_apps_direct.htm (direct trust: client id, secret id, secret value; a JWT lives
// at most ten minutes) and …/security_personal_access_tokens.htm (unused for 15 days a token ends; one session at a time).
import type { VendorSetup } from '../../core/contract/setup.ts'

export const setup: VendorSetup = {
  connector: 'tableau',
  name: 'Tableau',
  consoleUrl: 'https://online.tableau.com',
  redirectPaths: [],
  scopes: [
    { scope: 'tableau:content:read', why: 'List data sources and workbooks.' },
    { scope: 'tableau:viz_data_service:read', why: 'Query published data sources.' },
    { scope: 'tableau:workbooks:create', why: 'Publish workbooks that a person confirmed.' },
  ],
  fields: [],
  steps: () => [
    {
      title: 'Best: a connected app',
      text: 'As a site administrator choose `Settings` → `Connected Apps` → `New Connected App` → `Direct Trust`, name it, set it to `Enabled` and `Generate New Secret`. Note `Client ID`, `Secret ID` and `Secret Value`, and the user name in whose name it shall act. Several things may then run at once.',
      copies: [],
    },
    {
      title: 'Or: a personal access token',
      text: 'Under `My Account Settings` → `Personal Access Tokens` name a token and choose `Create new token`. It serves one session at a time, and ends when it is unused for 15 days.',
      copies: [],
    },
    {
      title: 'Let the user query data',
      text: 'The user needs the permission `API Access` on each published data source that shall be asked.',
      copies: [],
    },
    {
      title: 'Connect here',
      text: 'Connect Tableau with the address of your site and those values. Nothing is kept on this page: Tableau needs no app of ours.',
      copies: [],
    },
  ],
  probe: null,
}
