// Ids: a prefix that says the kind, and 26 base32 characters (Crockford, lower case) of a UUIDv7, so that
// ids of one kind sort by the time they were made. No dots: a webhook id may not hold one.

export const idPrefixes = {
  organization: 'org_',
  member: 'mem_',
  apiKey: 'key_',
  connection: 'conn_',
  webhookEndpoint: 'whe_',
  event: 'evt_',
  delivery: 'dlv_',
  attempt: 'att_',
  auditEvent: 'aud_',
  run: 'run_',
  approval: 'apr_',
  policy: 'pol_',
  role: 'rol_',
  group: 'grp_',
  invitation: 'inv_',
  passkey: 'pky_',
  session: 'ses_',
  operator: 'opr_',
  operatorConsent: 'oco_',
  operatorEvent: 'oev_',
  notice: 'ntc_',
  conversation: 'cnv_',
  turn: 'trn_',
  connectSession: 'cns_',
  lease: 'lea_',
  request: 'req_',
} as const

export type IdKind = keyof typeof idPrefixes

/** The port that makes ids and random bytes; the one place chance enters. */
export interface Ids {
  /** A new id of that kind, greater than those made before in this isolate. */
  next(kind: IdKind): string
  randomBytes(length: number): Uint8Array
  /** Uniform in [0, 1); for jitter only, never for a secret. */
  random(): number
}

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/** Encodes 16 bytes as 26 characters, most significant first, so that text order is byte order. */
export function encodeIdBytes(bytes: Uint8Array): string {
  let value = 0n
  for (const byte of bytes) value = (value << 8n) | BigInt(byte)
  let text = ''
  for (let i = 0; i < 26; i++) {
    text = alphabet[Number(value & 31n)] + text
    value >>= 5n
  }
  return text
}

/**
 * The delivery of an event to an endpoint: made of both ids, so that expanding an event twice makes no second
 * delivery. The event's sortable part, then 12 characters (60 bits) of the endpoint's random part.
 */
export function deliveryIdOf(eventId: string, endpointId: string): string {
  return `dlv_${eventId.slice(4)}${endpointId.slice(-12)}`
}
