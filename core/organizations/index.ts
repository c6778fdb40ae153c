// Organizations and where they live.
export { createOrganization, newOrganization } from './create-organization.ts'
export { placeOfOrganization, placeOfOutsideId } from './find-organization.ts'
export { colorsOf, logoOf } from './get-brand-files.ts'
export { getOrganization, presentedOrganization } from './get-organization.ts'
export {
  endOperatorConsent,
  grantOperatorConsent,
  listOperatorConsents,
  newOperatorConsent,
  presentedOperatorConsent,
} from './operator-consents.ts'
export { rewrapDataKeys } from './rewrap-data-keys.ts'
export {
  completeSignUp,
  findSignUp,
  newSignUp,
  requestSignUp,
  type SignUp,
} from './sign-up.ts'
export { changeStanding, organizationStanding } from './suspend-organization.ts'
export { organizationChanges, updateOrganization } from './update-organization.ts'
