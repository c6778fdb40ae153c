// The variables of a hub under test, and the pretend Slack app it shares with the simulators.
export const localSlackApp = {
  signingSecret: 'test-signing-secret',
  clientId: '1000000000001.1000000000002',
  clientSecret: 'test-client-secret',
}

/** Variables as a local hub has them; secrets are made up and fixed, so that a failing test repeats. */
export function testVariables(simulatorUrl: string): Record<string, string> {
  return {
    ENVIRONMENT: 'local',
    PUBLIC_ORIGIN: 'http://127.0.0.1:8787',
    OPERATOR_SECRET: 'test-operator-secret-of-thirty-two-characters',
    VAULT_KEYS: `k1:${btoa('0123456789abcdef0123456789abcdef')}`,
    // The private key of RFC 8032 §7.1 test 1, as PKCS #8.
    AUDIT_SIGNING_KEY: 'MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g',
    SIMULATOR_URL: simulatorUrl,
    ALLOW_LOOPBACK_EGRESS: 'true',
    AI_BASE_URL: `${simulatorUrl}/model/v1`,
    AI_API_KEY: 'local',
    AI_MODEL: 'causeway-rules-1',
    SLACK_CLIENT_ID: localSlackApp.clientId,
    SLACK_CLIENT_SECRET: localSlackApp.clientSecret,
    SLACK_SIGNING_SECRET: localSlackApp.signingSecret,
  }
}
