// Who belongs to an organization.
export { addMember, newMember } from './add-member.ts'
export { listMembers, presentedMember } from './list-members.ts'
