// What an admin must do in a vendor's console before the vendor can be connected, as data: steps with values to copy, the
// scopes with their reasons, the fields of the organization's own client, and how the vendor's token endpoint is asked whether
// that client is right. One file a vendor, `connectors/<vendor>/setup.ts`; it may stand before its connector does.

/** Whose setup it is. */
export interface SetupPlace {
  /** What the vendor and people see of this hub: scheme, host and port. */
  readonly publicOrigin: string
  readonly organizationId: string
}

export interface SetupStep {
  readonly title: string
  /** Plain text; what is typed or clicked stands in backticks. */
  readonly text: string
  readonly copies: readonly SetupCopy[]
}

export interface SetupCopy {
  readonly label: string
  readonly value: string
}

export interface SetupScope {
  readonly scope: string
  /** For the person who is asked to grant it. */
  readonly why: string
}

/** A value the vendor's console gives and the admin brings here. */
export interface SetupField {
  readonly name: string
  readonly label: string
  /** Sealed by the vault and never shown again. */
  readonly secret: boolean
  readonly required: boolean
  /** Where the vendor's console shows it. */
  readonly help: string
  /** What it looks like where the vendor's values have a form; the test names the field that does not. */
  readonly form?: RegExp
  /** What it must be, or it is not kept: for values that decide where a secret is sent. */
  readonly rule?: RegExp
}

/** The values an admin brought, by the fields' names. */
export type SetupValues = Readonly<Record<string, string>>

/**
 * What the token endpoint says of a client. `wrong_client`: id or secret, the vendor does not say which. `wrong_redirect`: the
 * client is right and does not know our redirect URI. `wrong_place`: the tenant or domain is not the client's. `unclear`: an
 * answer that is none of these.
 */
export type ClientVerdict =
  | 'accepted'
  | 'wrong_id'
  | 'wrong_secret'
  | 'wrong_client'
  | 'wrong_redirect'
  | 'wrong_place'
  | 'unclear'

/** How a vendor's token endpoint is asked whether a client is right, without connecting anything. */
export interface ClientProbe {
  /** The request's fields, sent as a form, as RFC 6749 has it, or as JSON. `values` passed the fields' own rules. */
  request(
    values: SetupValues,
    redirectUri: string,
  ): {
    readonly url: string
    readonly fields: Readonly<Record<string, string>>
    readonly encoding: 'form' | 'json'
  }
  /** Reads the answer; `body` is its JSON, or undefined. */
  read(answer: { readonly status: number; readonly body: unknown }): ClientVerdict
}

export interface VendorSetup {
  /** The folder's name. */
  readonly connector: string
  /** The product's name, as people know it. */
  readonly name: string
  /** Where the admin begins; null where there is no one address. */
  readonly consoleUrl: string | null
  /** Our paths that the vendor sends browsers back to; none where nobody is sent. */
  readonly redirectPaths: readonly string[]
  readonly scopes: readonly SetupScope[]
  /** None where the vendor needs no client of ours. */
  readonly fields: readonly SetupField[]
  steps(place: SetupPlace): readonly SetupStep[]
  /** A ready description of the app, where the vendor takes one, and the address that opens its console with it. */
  manifest?(place: SetupPlace): { readonly text: string; readonly url: string }
  readonly probe: ClientProbe | null
}
