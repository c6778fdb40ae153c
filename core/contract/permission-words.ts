// What each permission and each built-in role means, in one sentence for people. The role editor, the API document and
// docs/reference/permissions.md say the same, for they all read it here.
import type { personScopes, programScopes, Role } from './permissions.ts'

type Named = (typeof programScopes)[number] | (typeof personScopes)[number]

export const permissionWords: Readonly<Record<Named, string>> = {
  'organization:read': 'See the organization, its plan and settings, and the overview.',
  'members:read': 'See members, groups, roles and invitations.',
  'api-keys:read': 'See which API keys there are; never their secrets.',
  'api-keys:write': 'Make and revoke API keys, each with no more than its maker has.',
  'connectors:read': 'See the catalogue, and how each vendor is set up.',
  'connections:read': 'See connections and whether they work; never their credentials.',
  'connections:write': 'Connect vendors, and change, test and revoke connections.',
  'actions:read': 'Run actions that read.',
  'actions:write': 'Run actions that write.',
  'runs:read': 'See what was run, with input and output.',
  'approvals:read': 'See what waits for a yes, and what was decided.',
  'policies:read': 'See the rules, and ask what they would decide.',
  'events:read': 'See events with their content.',
  'events:write': 'Publish custom events.',
  'webhook-endpoints:read': 'See webhook endpoints; never their secrets.',
  'webhook-endpoints:write': 'Make, change, test and remove webhook endpoints.',
  'deliveries:read': 'See deliveries and their attempts.',
  'deliveries:write': 'Send deliveries again.',
  'audit:read': 'Read, export and verify the audit trail.',
  'assistant:write': 'Ask the assistant.',
  'usage:read': 'See the meters.',
  'members:write': 'Invite, change and remove members; make groups and roles.',
  'policies:write': 'Make and remove rules.',
  'approvals:decide':
    'Say yes or no to what one asked for oneself; owners and admins to what others asked for.',
  'organization:write':
    "Change the organization's name, look and settings, and consent to an operator's visit.",
  'connectors:write': "Keep the organization's own client of a vendor.",
}

interface RoleWords {
  readonly name: string
  readonly description: string
}

export const roleWords: Readonly<Record<Role, RoleWords>> = {
  owner: { name: 'Owner', description: 'May everything, and alone makes and unmakes owners.' },
  admin: { name: 'Admin', description: 'May everything but make, change or remove owners.' },
  developer: {
    name: 'Developer',
    description: 'Builds on the hub: connections, keys, webhooks and runs. Leads nobody.',
  },
  auditor: {
    name: 'Auditor',
    description: 'Reads everything, the audit trail too. Acts on nothing.',
  },
  member: {
    name: 'Member',
    description: 'Asks the assistant, runs actions and confirms their own.',
  },
}
