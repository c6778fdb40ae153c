// Makes migrations of the shard databases: `npx drizzle-kit generate --config drizzle.shard.config.ts --name <sentence>`.
import { defineConfig } from 'drizzle-kit'

export default defineConfig({
  dialect: 'sqlite',
  schema: './core/db/schema/index.ts',
  out: './migrations/shard',
})
