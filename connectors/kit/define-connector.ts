// Where a connector is declared. The declaration is checked when the module loads, so that a wrong name or a
// name given twice fails the build's first test and never reaches a catalogue, a permission or a model's tool list.
import type { z } from 'zod'
import type { Action, Connector } from '../../core/contract/connector.ts'

const namePattern = /^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/
/** What OpenAI-compatible tools and MCP clients accept at least. */
const toolNameCharactersMax = 64

/** An action whose input and output types follow its schemas. */
export function defineAction<Input extends z.ZodObject, Output extends z.ZodType>(
  action: Action<Input, Output>,
): Action<Input, Output> {
  return action
}

/**
 * A connector whose names were checked: snake_case, unique, each tool `<connector>_<action>` at most 64 characters.
 *
 * @throws Error naming the connector and the name at fault: a defect of the declaration
 */
export function defineConnector<const Declared extends Connector>(connector: Declared): Declared {
  const wrong = (what: string): never => {
    throw new Error(`connector ${connector.id}: ${what}`)
  }
  if (!namePattern.test(connector.id)) wrong('its id is not snake_case')
  if (connector.authorizations.length === 0) wrong('it names no way to connect')
  checkNames(
    'action',
    connector.actions.map((action) => action.name),
    wrong,
  )
  checkNames(
    'sync',
    connector.syncs.map((sync) => sync.model),
    wrong,
  )
  for (const action of connector.actions) {
    if (`${connector.id}_${action.name}`.length > toolNameCharactersMax) {
      wrong(`the tool name of action ${action.name} is over ${toolNameCharactersMax} characters`)
    }
    if (action.effect === 'read' && action.lookup !== undefined) {
      wrong(`action ${action.name} reads, so there is nothing to look up`)
    }
  }
  return connector
}

function checkNames(what: string, names: readonly string[], wrong: (what: string) => never): void {
  const malformed = names.find((name) => !namePattern.test(name))
  if (malformed !== undefined) wrong(`${what} ${malformed} is not snake_case`)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) wrong(`${what} ${twice} is declared twice`)
}
