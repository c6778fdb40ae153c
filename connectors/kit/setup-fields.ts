// The two fields that nearly every vendor's client has, and the sentence by which a step points at them.
import type { SetupField } from '../../core/contract/setup.ts'

interface Shown {
  label: string
  help: string
  form?: RegExp
}

/** The fields `clientId` and `clientSecret`, by the vendor's own names for them. */
export function clientFields(id: Shown, secret: Shown): readonly SetupField[] {
  return [
    { name: 'clientId', secret: false, required: true, ...id },
    { name: 'clientSecret', secret: true, required: true, ...secret },
  ]
}
