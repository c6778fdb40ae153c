// How an action came to be asked for: policies and approvals tell these apart.
export const policyVias = ['api', 'assistant', 'mcp'] as const
export type PolicyVia = (typeof policyVias)[number]
