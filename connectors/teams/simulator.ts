// The pretend Microsoft Teams: the token endpoint of its bot's tenant.
import { entraDesk } from '../kit/entra-desk.ts'

export const simulator = entraDesk('teams', 'Microsoft Teams', '7ea')
