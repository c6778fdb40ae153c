// Organizations and who belongs to them.
export { addMember, newMember } from './add-member.ts'
export { createOrganization, newOrganization } from './create-organization.ts'
export { placeOfOrganization, placeOfOutsideId } from './find-organization.ts'
export { getOrganization, presentedOrganization } from './get-organization.ts'
export { listMembers, presentedMember } from './list-members.ts'
export { rewrapDataKeys } from './rewrap-data-keys.ts'
