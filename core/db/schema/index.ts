// Every table of a shard, as Drizzle and drizzle-kit read them. The directory's stand in directory.ts.
export * from './assistant.ts'
export * from './audit.ts'
export * from './connections.ts'
export * from './notices.ts'
export * from './organizations.ts'
export * from './outbox.ts'
export * from './people.ts'
