// The operator's door: for people by a session, for programs by the deploy secret. It opens and suspends organizations, and
// sees their sizes and their health; what they hold it sees only while an organization consents.
import { Hono } from 'hono'
import type { Hub } from '../../core/context.ts'
import { AppError } from '../../core/contract/errors.ts'
import type { HubVariables } from '../http-context.ts'
import { authenticateOperators } from './authenticate.ts'
import { operatorMachineryDoor } from './machinery.ts'
import { operatorOrganizationsDoor } from './organizations.ts'
import { operatorPeopleDoor } from './people.ts'
import { operatorSignInDoor } from './sign-in.ts'
import { operatorViewsDoor } from './views.ts'

/** What each path allows: another method answers 405. */
const methods: Readonly<Record<string, string>> = {
  '/bootstrap': 'POST',
  '/me': 'GET',
  '/operators': 'GET, POST',
  '/operators/:operatorId': 'DELETE',
  '/events': 'GET',
  '/organizations': 'GET, POST',
  '/organizations/:organizationId': 'GET, PATCH',
  '/organizations/:organizationId/view/:what': 'GET',
  '/members': 'POST',
  '/sign-in-links': 'POST',
  '/health': 'GET',
  '/wake': 'POST',
  '/restore': 'POST',
  '/vault/rewrap': 'POST',
}

export function operatorDoor(hub: Hub) {
  const door = new Hono<{ Variables: HubVariables }>()
  // Before anyone is known.
  door.route('/', operatorSignInDoor(hub))
  door.use(authenticateOperators(hub))
  door.route('/', operatorPeopleDoor(hub))
  door.route('/', operatorOrganizationsDoor(hub))
  door.route('/', operatorViewsDoor(hub))
  door.route('/', operatorMachineryDoor(hub))
  for (const [path, allow] of Object.entries(methods)) {
    door.all(path, () => {
      throw new AppError('method_not_allowed', `This path allows ${allow}.`, {
        extensions: { allow },
      })
    })
  }
  door.all('*', () => {
    throw new AppError('not_found', 'There is no such path.')
  })
  return door
}
