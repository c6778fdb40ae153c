// Runs in workerd before each test file: the real migrations on every database.
import { applyD1Migrations } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import type { TestEnv } from './support.ts'

const test = env as unknown as TestEnv
await applyD1Migrations(test.DIRECTORY, test.TEST_MIGRATIONS_DIRECTORY)
await applyD1Migrations(test.SHARD_00, test.TEST_MIGRATIONS_SHARD)
await applyD1Migrations(test.SHARD_01, test.TEST_MIGRATIONS_SHARD)
