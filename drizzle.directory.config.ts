// Makes migrations of the directory database: `npx drizzle-kit generate --config drizzle.directory.config.ts --name <sentence>`.
import { defineConfig } from 'drizzle-kit'

export default defineConfig({
  dialect: 'sqlite',
  schema: './core/db/schema/directory.ts',
  out: './migrations/directory',
})
