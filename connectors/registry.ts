// Every vendor of this hub: one import and one line each, alphabetical. Removing a vendor is removing its folder
// and its line.
import type { Connector, ConnectorRegistry } from '../core/contract/connector.ts'
import { jira } from './jira/index.ts'
import { slack } from './slack/index.ts'

const connectors: readonly Connector[] = [jira, slack]

const byId = new Map(connectors.map((connector) => [connector.id, connector]))

export const connectorRegistry: ConnectorRegistry = {
  get: (id) => byId.get(id),
  list: () => connectors,
}
