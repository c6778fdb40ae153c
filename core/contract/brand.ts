// How an organization shows itself to people outside the dashboard: on letters, hosted pages and cards.

/** What letters, hosted pages and cards need of an organization. Its name is foreign text: escape it. */
export interface Brand {
  readonly organizationId: string
  /** Its chosen name for people, else its name. */
  readonly displayName: string
  /** Whether it chose a name, a colour or a logo. */
  readonly isOwn: boolean
  /** `#rrggbb`; null is Causeway's own. */
  readonly accentColor: string | null
  /** Absolute, on our own origin; null when it has none. */
  readonly logoUrl: string | null
}
