// The pretend Microsoft 365: Entra's token endpoint.
import { entraDesk } from '../kit/entra-desk.ts'

export const simulator = entraDesk('microsoft', 'Microsoft 365', '365')
