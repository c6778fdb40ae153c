// Microsoft Teams: an app registered in Entra and an Azure Bot with it. Multi-tenant bots cannot be created since 2025-07-31: the
// bot is single-tenant. Read on 2026-11-23: learn.microsoft.com/azure/bot-service/bot-service-quickstart-registration,
// …/bot-service/channel-connect-teams, learn.microsoft.com/microsoftteams/teams-custom-app-policies-and-settings.
import type { VendorSetup } from '../../core/contract/setup.ts'
import { entraFields, entraProbe } from '../kit/entra.ts'

export const setup: VendorSetup = {
  connector: 'teams',
  name: 'Microsoft Teams',
  consoleUrl: 'https://portal.azure.com/#create/Microsoft.AzureBot',
  redirectPaths: [],
  scopes: [
    {
      scope: 'https://api.botframework.com/.default',
      why: 'Answer in the conversations the bot was added to. Nothing of Microsoft Graph is asked for.',
    },
  ],
  fields: entraFields,
  steps: () => [
    {
      title: 'Create the bot',
      text: 'In the Azure portal create an `Azure Bot`. As type of app choose `Single Tenant` and `Create new Microsoft App ID`: that registers the app in Entra too. The free pricing tier does for Teams.',
      copies: [],
    },
    {
      title: 'Make a secret',
      text: 'In the bot, under `Configuration`, choose `Manage Password` next to the app id, then `New client secret`. Copy its `Value`; it is shown once.',
      copies: [],
    },
    {
      title: 'Bring the client here',
      text: 'Under `Configuration` copy `Microsoft App ID` and `App Tenant ID` into the fields below, with the secret’s value.',
      copies: [],
    },
    {
      title: 'Set the messaging endpoint',
      text: 'Each bot has an address of its own here, shown where the bot is added to this hub. Enter it under `Configuration` → `Messaging endpoint` and `Apply`.',
      copies: [],
    },
    {
      title: 'Open it to Teams',
      text: 'Under `Channels` add `Microsoft Teams` and agree. Then a Teams administrator uploads the app package in the Teams admin center: `Teams apps` → `Manage apps` → `Upload new app`.',
      copies: [],
    },
  ],
  probe: entraProbe('https://api.botframework.com/.default'),
}
