// The words of queries that use cases read with. They come from here, so that the ORM has one home: replacing it, or a word of
// it, is a change of this folder.
export {
  and,
  count,
  desc,
  eq,
  gt,
  gte,
  isNotNull,
  isNull,
  lt,
  lte,
  ne,
  not,
  or,
  type SQL,
  sql,
} from 'drizzle-orm'
