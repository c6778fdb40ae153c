// Two kinds of tests: `runtime` runs inside workerd with real D1, Durable Objects and queues;
// `node` runs on Node and speaks to the built hub, the simulators and Chromium from outside.
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'
import { testVariables } from './test/support/local-variables.ts'

const vendors = 'test/support/simulator-setup.ts'

export default defineConfig({
  test: {
    projects: [
      {
        plugins: [
          cloudflareTest(async ({ inject }) => ({
            wrangler: { configPath: './wrangler.toml' },
            miniflare: {
              bindings: {
                ...testVariables(inject('simulatorUrl')),
                TEST_MIGRATIONS_DIRECTORY: await readD1Migrations('migrations/directory'),
                TEST_MIGRATIONS_SHARD: await readD1Migrations('migrations/shard'),
              },
            },
          })),
        ],
        test: {
          name: 'runtime',
          include: ['core/**/*.test.ts', 'test/runtime/**/*.test.ts'],
          setupFiles: ['test/runtime/setup.ts'],
          globalSetup: [vendors],
        },
      },
      {
        test: {
          name: 'node',
          include: [
            'connectors/**/*.test.ts',
            'test/{simulator,architecture,api,flows,conformance,security,browser,deploy}/**/*.test.ts',
          ],
          globalSetup: [vendors, 'test/support/bundle-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          // Each file has a hub, simulators and ports of its own. The whole matrices run one after the other: they wait for nothing.
          maxWorkers: process.env.TEST_ALL ? 1 : 2,
        },
      },
    ],
  },
})
