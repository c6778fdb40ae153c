// Sign-in sessions and everything single-use around them, as the port of the object that keeps them. Each organization has one
// (named by its id), the operators have one (`operators`), and what comes before an organization is known has the lobby
// (`lobby/<two base62>`): passkey challenges, pending sign-ups, limits of letters. One writer: what is single-use is used once
// however many race for it, and a limit is exact. Only hashes of secrets are kept.

/** How a person proved who they are. */
export const signInMethods = ['link', 'passkey', 'invitation', 'sign_up'] as const

export type SignInMethod = (typeof signInMethods)[number]

export interface SessionLimits {
  /** A session that nobody uses ends after this. Uses are noted once a minute, so a session may end that much early. */
  readonly idleMs: number
  /** A session ends after this even if it is used all the time. */
  readonly absoluteMs: number
}

/** A session to be. Its secret stays with the caller; the object gets the SHA-256, hex. */
export interface NewSession {
  readonly sessionId: string
  readonly hash: string
  readonly method: SignInMethod
  /** At most 300 characters, as the browser names itself. */
  readonly userAgent: string | null
  readonly limits: SessionLimits
}

/** A person's signed-in browser. Times in milliseconds. */
export interface SignedIn {
  readonly sessionId: string
  readonly memberId: string
  readonly method: SignInMethod
  readonly userAgent: string | null
  /** When the person last proved who they are: a session begins with that, and signing in again begins another. */
  readonly authenticatedAt: number
  readonly lastUsedAt: number
  /** When it ends if nobody uses it any more. */
  readonly expiresAt: number
}

/** The browser session that a request came with. */
export type RequestSession = Pick<SignedIn, 'sessionId' | 'authenticatedAt' | 'expiresAt'>

/** At most `limit` in any `windowMs`, exactly. */
export interface Bucket {
  readonly name: string
  /** At most 1,000. */
  readonly limit: number
  readonly windowMs: number
}

/** Let in, under an id by which the place can be given back; or how long until the next place is free. */
export type Reservation =
  | { readonly admitted: true; readonly id: number }
  | { readonly admitted: false; readonly retryAfterMs: number }

export interface SessionPort {
  createLink(memberId: string, secretHash: string, expiresAt: number): Promise<void>
  /** Looks without using it up; null when unknown, used or late. */
  findLink(secretHash: string): Promise<{ memberId: string; expiresAt: number } | null>
  /** Uses the link up and begins the session, in one; null when unknown, used or late. */
  redeemLink(secretHash: string, session: NewSession): Promise<SignedIn | null>
  /** Begins a session. A member's oldest ends when they have more than fifty. */
  begin(memberId: string, session: NewSession): Promise<SignedIn>
  /** Remembers a browser of a member for half a year. `first`: the first one that is known of them. */
  meet(memberId: string, browser: string): Promise<'first' | 'known' | 'new'>
  /** The living session, judged by these limits too: tightened, they bite at once. Notes its use, once a minute at most. */
  find(sessionHash: string, limits: SessionLimits): Promise<SignedIn | null>
  /** Whose session was ended; null when there was none. Safe to repeat. */
  end(sessionHash: string): Promise<{ sessionId: string; memberId: string } | null>
  /** A member's living sessions, newest first. */
  list(memberId: string, limits: SessionLimits): Promise<readonly SignedIn[]>
  /** Ends one session of a member. @returns whether there was one */
  endOne(memberId: string, sessionId: string): Promise<boolean>
  /** Ends a member's sessions, but one if it is named, and voids their links. @returns how many sessions */
  endAllOf(memberId: string, exceptSessionId: string | null): Promise<number>
  /** Ends every session, and voids every link and whatever else is single-use. @returns how many sessions */
  endEverybody(): Promise<number>
  /** Keeps a value to be taken once, under a name nobody can guess. */
  keep(name: string, value: string, expiresAt: number): Promise<void>
  /** Looks without taking. */
  peek(name: string): Promise<string | null>
  /** Takes it: the first caller gets it, everybody after null. */
  take(name: string): Promise<string | null>
  /** Takes a place in a bucket, if one is free. */
  reserve(bucket: Bucket): Promise<Reservation>
  /** Gives a place back: what was tried did not fail. */
  release(reservationId: number): Promise<void>
}
