// Names of everything that a hub has in an account, from the one name the operator gave.

export interface ResourceNames {
  readonly worker: string
  readonly pagesProject: string
  /** Title of the KV namespace. */
  readonly cache: string
  readonly deliveries: string
  readonly deadDeliveries: string
}

export const namesOf = (name: string): ResourceNames => ({
  worker: name,
  pagesProject: name,
  cache: `${name}-cache`,
  deliveries: `${name}-deliveries`,
  deadDeliveries: `${name}-deliveries-dead`,
})

export const queueNames = (names: ResourceNames) => [names.deliveries, names.deadDeliveries]
