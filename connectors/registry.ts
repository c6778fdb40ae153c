// Every vendor of this hub: one import and one line each for its connector and for its setup, alphabetical. A vendor whose
// connector does not stand yet has a setup only. Removing a vendor is removing its folder and its lines.
import type { Connector, ConnectorRegistry } from '../core/contract/connector.ts'
import type { VendorSetup } from '../core/contract/setup.ts'
import { setup as asanaSetup } from './asana/setup.ts'
import { setup as databaseSetup } from './database/setup.ts'
import { setup as googleSetup } from './google/setup.ts'
import { setup as hubspotSetup } from './hubspot/setup.ts'
import { jira } from './jira/index.ts'
import { setup as jiraSetup } from './jira/setup.ts'
import { setup as microsoftSetup } from './microsoft/setup.ts'
import { setup as salesforceSetup } from './salesforce/setup.ts'
import { slack } from './slack/index.ts'
import { setup as slackSetup } from './slack/setup.ts'
import { setup as tableauSetup } from './tableau/setup.ts'
import { setup as teamsSetup } from './teams/setup.ts'

const connectors: readonly Connector[] = [jira, slack]

const setups: readonly VendorSetup[] = [
  asanaSetup,
  databaseSetup,
  googleSetup,
  hubspotSetup,
  jiraSetup,
  microsoftSetup,
  salesforceSetup,
  slackSetup,
  tableauSetup,
  teamsSetup,
]

const byId = new Map(connectors.map((connector) => [connector.id, connector]))
const setupById = new Map(setups.map((setup) => [setup.connector, setup]))

export const connectorRegistry: ConnectorRegistry = {
  get: (id) => byId.get(id),
  list: () => connectors,
  setup: (id) => setupById.get(id),
  setups: () => setups,
}
