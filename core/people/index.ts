// Who belongs to an organization, and what they may: members, invitations, roles, groups.
export {
  acceptance,
  acceptInvitation,
  findInvitation,
  type InvitationShown,
} from './accept-invitation.ts'
export { addMember, newMember } from './add-member.ts'
export { createGroup, groupChanges, newGroup, updateGroup } from './change-group.ts'
export { addGroupMember, newGroupMember, removeGroupMember } from './change-group-members.ts'
export {
  listInvitations,
  resendInvitation,
  revokeInvitation,
} from './change-invitation.ts'
export { createInvitation, newInvitation } from './create-invitation.ts'
export { createRole } from './create-role.ts'
export { deleteGroup } from './delete-group.ts'
export { deleteRole } from './delete-role.ts'
export { invitationStatuses, presentedInvitation } from './invitation.ts'
export { getGroup, listGroupMembers, listGroups, presentedGroup } from './list-groups.ts'
export { getMember, listMembers, membersQuery } from './list-members.ts'
export {
  listPermissions,
  listRoles,
  newRole,
  presentedPermission,
  presentedRole,
} from './list-roles.ts'
export { presentedMember } from './present-member.ts'
export { removeMember } from './remove-member.ts'
export { memberChanges, updateMember } from './update-member.ts'
export { roleChanges, updateRole } from './update-role.ts'
