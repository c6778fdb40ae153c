// Types of every operation. Made from docs/openapi.json by `npm run openapi`; not written by hand.
export interface paths {
    "/v1/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The keys
         * @description Needs `api-keys:read`.
         */
        get: operations["listApiKeys"];
        put?: never;
        /**
         * Make a key
         * @description The key is told once, as `key`. It never grants more than its maker has. Needs `api-keys:write`.
         */
        post: operations["createApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/api-keys/{apiKeyId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One key
         * @description Needs `api-keys:read`.
         */
        get: operations["getApiKey"];
        put?: never;
        post?: never;
        /**
         * Revoke a key
         * @description Needs `api-keys:write`.
         */
        delete: operations["revokeApiKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/approvals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What waits for a yes, and what was decided
         * @description Needs `approvals:read`.
         */
        get: operations["listApprovals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/approvals/{approvalId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One of them
         * @description Needs `approvals:read`.
         */
        get: operations["getApproval"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/approvals/{approvalId}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say yes: the write runs, once
         * @description A signed-in person only; a key or an app gets 403. What the run came to: `GET /v1/runs/{runId}`. Needs `approvals:decide`.
         */
        post: operations["approve"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/approvals/{approvalId}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say no
         * @description A signed-in person only; a key or an app gets 403. Needs `approvals:decide`.
         */
        post: operations["reject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/assistant/conversations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The actor's own conversations, the last used first
         * @description Needs `assistant:write`.
         */
        get: operations["listConversations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/assistant/conversations/{conversationId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was said in a conversation
         * @description Needs `assistant:write`.
         */
        get: operations["getConversation"];
        put?: never;
        post?: never;
        /**
         * Forget a conversation
         * @description What was done in it stays in runs and audit. Needs `assistant:write`.
         */
        delete: operations["deleteConversation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/assistant/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask the assistant
         * @description With `Accept: text/event-stream` the answer comes as events: `text` pieces, then `reply` with the whole, or `error` with a problem document. Needs `assistant:write`.
         */
        post: operations["askAssistant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit-events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The audit trail, newest first
         * @description `actorId` finds what an actor did itself and what was done on its behalf. Needs `audit:read`.
         */
        get: operations["listAuditEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit-events/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The audit trail as a file, oldest first
         * @description Streams at most 200,000 events; `since` and `until` cut a longer trail. Needs `audit:read`.
         */
        get: operations["exportAuditEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit/checkpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Signed checkpoints of the trail, newest first
         * @description Keep one elsewhere: nothing under it can change unseen. Needs `audit:read`.
         */
        get: operations["listAuditCheckpoints"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit/proof": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A proof that an event is in the trail, or that the trail only grew
         * @description With `eventId`, or with the sizes `from` and `to`. Needs `audit:read`.
         */
        get: operations["proveAuditTrail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Verify the whole trail and name the first thing that is wrong
         * @description Needs `audit:read`.
         */
        post: operations["verifyAuditLog"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connect-sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a link that walks a person through an OAuth connect
         * @description Needs `connections:write`.
         */
        post: operations["createConnectSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The connections
         * @description Needs `connections:read`.
         */
        get: operations["listConnections"];
        put?: never;
        /**
         * Connect by key, token, password or database credentials
         * @description The credentials are tested at the vendor before they are kept. Needs `connections:write`.
         */
        post: operations["createConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/{connectionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One connection
         * @description Needs `connections:read`.
         */
        get: operations["getConnection"];
        put?: never;
        post?: never;
        /**
         * Revoke a connection, at the vendor too
         * @description Needs `connections:write`.
         */
        delete: operations["revokeConnection"];
        options?: never;
        head?: never;
        /**
         * Change a connection's name, settings or audience
         * @description Outside its audience a connection is in no list, tool or form. Owners and admins see it, to manage it. Programs are not concerned. Needs `connections:write`.
         */
        patch: operations["updateConnection"];
        trace?: never;
    };
    "/v1/connections/{connectionId}/actions/{action}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run an action
         * @description The body is the action's input (see the catalogue). Policy may want a yes first: 409 with `approvalId`. Needs `actions:read` or `actions:write`, or the connector's own, as the action is.
         */
        post: operations["runAction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/{connectionId}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask the vendor who we are
         * @description Needs `connections:write`.
         */
        post: operations["testConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connector-setups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How each vendor is set up
         * @description Also vendors that this hub has no connector for yet (`available: false`). Needs `connectors:read`.
         */
        get: operations["listConnectorSetups"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connector-setups/{connector}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How one vendor is set up
         * @description Needs `connectors:read`.
         */
        get: operations["getConnectorSetup"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connector-setups/{connector}/app": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Keep the organization's own client at a vendor
         * @description The body has the names of the setup’s `fields`. It replaces the client before it; connections made through another client id then need to be reconnected. Asks for a sign-in of the last 15 minutes. Needs `connectors:write`.
         */
        post: operations["keepVendorApp"];
        /**
         * Remove the organization's own client at a vendor
         * @description Connections made through it need to be reconnected. Asks for a sign-in of the last 15 minutes. Needs `connectors:write`.
         */
        delete: operations["removeVendorApp"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connector-setups/{connector}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Test the client at a vendor, and name what is wrong
         * @description Needs `connectors:write`.
         */
        post: operations["testVendorApp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connectors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The catalogue, with each action and its JSON Schema
         * @description Needs `connectors:read`.
         */
        get: operations["listConnectors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connectors/{connectorId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One connector
         * @description Needs `connectors:read`.
         */
        get: operations["getConnector"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/deliveries/{deliveryId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One delivery
         * @description Needs `deliveries:read`.
         */
        get: operations["getDelivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/deliveries/{deliveryId}/attempts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The tries of a delivery, newest first
         * @description Needs `deliveries:read`.
         */
        get: operations["listAttempts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/deliveries/{deliveryId}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try a delivery again now
         * @description Needs `deliveries:write`.
         */
        post: operations["retryDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/event-types": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The built-in event types
         * @description Needs `events:read`.
         */
        get: operations["listEventTypes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The events, newest first
         * @description Needs `events:read`.
         */
        get: operations["listEvents"];
        put?: never;
        /**
         * Publish an event
         * @description The type begins with `custom.`. Accepted means that every webhook endpoint which wants it will be tried, whatever fails next. Needs `events:write`.
         */
        post: operations["publishEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/{eventId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One event
         * @description Needs `events:read`.
         */
        get: operations["getEvent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The groups
         * @description Needs `members:read`.
         */
        get: operations["listGroups"];
        put?: never;
        /**
         * Make a group
         * @description A signed-in person only. Needs `members:write`.
         */
        post: operations["createGroup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/groups/{groupId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One group
         * @description Needs `members:read`.
         */
        get: operations["getGroup"];
        put?: never;
        post?: never;
        /**
         * Remove a group
         * @description 409, naming them, while a connection's audience or a rule has it. A signed-in person only. Needs `members:write`.
         */
        delete: operations["deleteGroup"];
        options?: never;
        head?: never;
        /**
         * Change a group's name or description
         * @description A signed-in person only. Needs `members:write`.
         */
        patch: operations["updateGroup"];
        trace?: never;
    };
    "/v1/groups/{groupId}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who is in a group
         * @description Needs `members:read`.
         */
        get: operations["listGroupMembers"];
        put?: never;
        /**
         * Take a member into a group
         * @description Who is in it already stays so. A signed-in person only. Needs `members:write`.
         */
        post: operations["addGroupMember"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/groups/{groupId}/members/{memberId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Take a member out of a group
         * @description A signed-in person only. Needs `members:write`.
         */
        delete: operations["removeGroupMember"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The invitations
         * @description Needs `members:read`.
         */
        get: operations["listInvitations"];
        put?: never;
        /**
         * Invite a person by their address
         * @description Mails a link that works once, within seven days. Nobody invites into a role that holds more than they hold; into one that manages people it needs a sign-in of the last 15 minutes. 403 on a closed hub. A signed-in person only. Needs `members:write`.
         */
        post: operations["createInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/invitations/{invitationId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Withdraw an invitation
         * @description Its link is void from then on. A signed-in person only. Needs `members:write`.
         */
        delete: operations["revokeInvitation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/invitations/{invitationId}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send an invitation again
         * @description By a new link, for seven more days; the link before is void. Who sends it is who invites from then on. A signed-in person only. Needs `members:write`.
         */
        post: operations["resendInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The actor who asks
         * @description `email`, `name` and `session` are null for programs.
         */
        get: operations["getMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change your name
         * @description For a person who is signed in.
         */
        patch: operations["updateMe"];
        trace?: never;
    };
    "/v1/me/notices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What you are told, and by which way
         * @description For a person who is signed in.
         */
        get: operations["getMyNotices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Choose what you are told, and by which way
         * @description For a person who is signed in. What is not named stays as it is.
         */
        patch: operations["updateMyNotices"];
        trace?: never;
    };
    "/v1/me/passkeys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Your passkeys
         * @description For a person who is signed in.
         */
        get: operations["listPasskeys"];
        put?: never;
        /**
         * Keep a passkey that the browser made
         * @description For a person who is signed in. Needs a sign-in of the last 15 minutes. `credential` is a RegistrationResponseJSON.
         */
        post: operations["createPasskey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/passkeys/{passkeyId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove a passkey
         * @description For a person who is signed in. Needs a sign-in of the last 15 minutes.
         */
        delete: operations["removePasskey"];
        options?: never;
        head?: never;
        /**
         * Rename a passkey
         * @description For a person who is signed in.
         */
        patch: operations["renamePasskey"];
        trace?: never;
    };
    "/v1/me/passkeys/options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin to make a passkey
         * @description For a person who is signed in. Needs a sign-in of the last 15 minutes. `options` is a PublicKeyCredentialCreationOptionsJSON; answer within five minutes.
         */
        post: operations["offerPasskey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where you are signed in
         * @description For a person who is signed in. `expiresAt` is when a session ends if nobody uses it any more.
         */
        get: operations["listMySessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/sessions/{sessionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Sign out one browser of yours
         * @description For a person who is signed in.
         */
        delete: operations["endMySession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/sessions/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign out everywhere, or everywhere else
         * @description For a person who is signed in. Sign-in links that were not used yet are void too.
         */
        post: operations["endMySessions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The members
         * @description Needs `members:read`.
         */
        get: operations["listMembers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/members/{memberId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One member
         * @description Needs `members:read`.
         */
        get: operations["getMember"];
        put?: never;
        post?: never;
        /**
         * Remove a member
         * @description Ends their sessions and passkeys. The last owner stays: 409 `last_owner`. Needs a sign-in of the last 15 minutes. A signed-in person only. Needs `members:write`.
         */
        delete: operations["removeMember"];
        options?: never;
        head?: never;
        /**
         * Change a member's role or name
         * @description Nobody gives a role that holds more than they hold, or changes a member who does; only owners make and unmake owners. A new role needs a sign-in of the last 15 minutes. A signed-in person only. Needs `members:write`.
         */
        patch: operations["updateMember"];
        trace?: never;
    };
    "/v1/members/{memberId}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where a member is signed in
         * @description Needs `members:write`.
         */
        get: operations["listMemberSessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/members/{memberId}/sessions/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign a member out everywhere
         * @description Needs a sign-in of the last 15 minutes. Needs `members:write`.
         */
        post: operations["endMemberSessions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/operator-consents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List consents, who gave them and until when
         * @description Needs `organization:read`.
         */
        get: operations["listOperatorConsents"];
        put?: never;
        /**
         * Let the operators see the organization, for a time
         * @description For 1 to 72 hours the people who run this hub may read connections, runs, deliveries, members and the audit trail; never a credential. Each look stands in the audit trail (`operator.view`). Only a person may consent, signed in within the last 15 minutes. Needs `organization:write`.
         */
        post: operations["grantOperatorConsent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/operator-consents/{consentId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End a consent now
         * @description Needs `organization:write`.
         */
        delete: operations["endOperatorConsent"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organization": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The organization
         * @description Needs `organization:read`.
         */
        get: operations["getOrganization"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change the organization's name, look or settings
         * @description Settings of sign-in need a sign-in of the last 15 minutes, and bite at once on open sessions. A signed-in person only. Needs `organization:write`.
         */
        patch: operations["updateOrganization"];
        trace?: never;
    };
    "/v1/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What happened, what needs a person, and how much there is
         * @description What the actor may not read is null, or left out. Needs `organization:read`.
         */
        get: operations["getOverview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/permissions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every permission there is */
        get: operations["listPermissions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/policies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The rules
         * @description Needs `policies:read`.
         */
        get: operations["listPolicies"];
        put?: never;
        /**
         * Make a rule
         * @description The strictest rule that matches wins. A signed-in person only. Needs `policies:write`.
         */
        post: operations["createPolicy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/policies/{policyId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove a rule
         * @description A signed-in person only. Needs `policies:write`.
         */
        delete: operations["deletePolicy"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/policies/simulate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What would be decided, and which rule says so
         * @description Needs `policies:read`.
         */
        post: operations["simulatePolicy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The roles, built-in ones first
         * @description Needs `members:read`.
         */
        get: operations["listRoles"];
        put?: never;
        /**
         * Make a role
         * @description Of permissions that its maker holds. Needs a sign-in of the last 15 minutes. A signed-in person only. Needs `members:write`.
         */
        post: operations["createRole"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/roles/{roleId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove a role
         * @description 409 while a member, an open invitation or a rule has it. Needs a sign-in of the last 15 minutes. A signed-in person only. Needs `members:write`.
         */
        delete: operations["deleteRole"];
        options?: never;
        head?: never;
        /**
         * Change a role
         * @description Built-in roles are never changed. Needs a sign-in of the last 15 minutes. A signed-in person only. Needs `members:write`.
         */
        patch: operations["updateRole"];
        trace?: never;
    };
    "/v1/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The runs, newest first
         * @description Needs `runs:read`.
         */
        get: operations["listRuns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{runId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One run
         * @description Needs `runs:read`.
         */
        get: operations["getRun"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign everybody out
         * @description Whoever asks included. Needs a sign-in of the last 15 minutes. Needs `organization:write`.
         */
        post: operations["endEverySession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was used, by meter and day
         * @description Needs `usage:read`.
         */
        get: operations["listUsage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The endpoints
         * @description Needs `webhook-endpoints:read`.
         */
        get: operations["listWebhookEndpoints"];
        put?: never;
        /**
         * Make an endpoint
         * @description The signing secret is told once, as `secret`. Without `eventTypes` it gets every event. `retryDelaysSeconds` are the waits before the second, third … try. Needs `webhook-endpoints:write`.
         */
        post: operations["createWebhookEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints/{endpointId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One endpoint
         * @description Needs `webhook-endpoints:read`.
         */
        get: operations["getWebhookEndpoint"];
        put?: never;
        post?: never;
        /**
         * Delete an endpoint
         * @description Needs `webhook-endpoints:write`.
         */
        delete: operations["deleteWebhookEndpoint"];
        options?: never;
        head?: never;
        /**
         * Change an endpoint
         * @description Disabling cancels what waits. Enabling sends nothing by itself: replay what was missed. Needs `webhook-endpoints:write`.
         */
        patch: operations["updateWebhookEndpoint"];
        trace?: never;
    };
    "/v1/webhook-endpoints/{endpointId}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What became of the events of an endpoint
         * @description Needs `deliveries:read`.
         */
        get: operations["listDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints/{endpointId}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send the events of a time range again
         * @description `failed` (the default): those whose last try failed. `missing`: those it was never sent. `all`: both, and what was delivered. At most a thousand in a call; `nextSince` says where to go on. Needs `webhook-endpoints:write`.
         */
        post: operations["replayDeliveries"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints/{endpointId}/rotate-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give an endpoint a new secret
         * @description Told once, as `secret`. The old one signs beside it for 24 hours. Needs `webhook-endpoints:write`.
         */
        post: operations["rotateWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints/{endpointId}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a test event to an endpoint
         * @description A `webhook_endpoint.test` event for this endpoint alone. Needs `webhook-endpoints:write`.
         */
        post: operations["testWebhookEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AuditCheckpoint: {
            at: string;
            epoch: number;
            /** @description The signed note (c2sp.org/signed-note). */
            note: string;
            /** @description Base64. */
            rootHash: string;
            size: number;
        };
        AuditEvent: {
            action: string;
            actor: {
                id: string;
                /** @enum {string} */
                type: "member" | "api_key" | "service_account" | "app" | "chat_user" | "scim_directory" | "portal_link" | "operator" | "connector" | "system";
            };
            at: string;
            /** @description By the value’s name, hex. */
            commitments: {
                [key: string]: string;
            };
            epoch: number;
            id: string;
            /** @description Hex. */
            leaf: string;
            onBehalfOf: {
                id: string;
                /** @enum {string} */
                type: "member" | "api_key" | "service_account" | "app" | "chat_user" | "scim_directory" | "portal_link" | "operator" | "connector" | "system";
            } | null;
            /** @enum {string} */
            outcome: "success" | "denied" | "failed" | "unknown";
            salts: {
                [key: string]: string;
            };
            seq: number;
            target: {
                id: string;
                type: string;
            };
            /** @description By name. An erased value is absent. */
            values: {
                [key: string]: unknown;
            };
        };
        AuditEventProof: {
            checkpoint: components["schemas"]["AuditCheckpoint"];
            event: components["schemas"]["AuditEvent"];
            /** @description Of the leaf, from 0. */
            index: number;
            proof: string[];
            verifierKey: string;
        };
        AuditGrowthProof: {
            from: number;
            proof: string[];
            to: number;
        };
        AuditVerification: {
            /** @description Events found sound before the verdict. */
            checked: number;
            checkpoint: components["schemas"]["AuditCheckpoint"] & (Record<string, never> | null);
            failure: {
                /** @enum {string} */
                code: "checkpoint_invalid" | "event_missing" | "event_unexpected" | "event_changed" | "value_changed" | "event_replaced" | "root_differs" | "not_sealed" | "events_lost";
                detail: string;
                epoch: number | null;
                eventId: string | null;
                seq: number | null;
            } | null;
            /** @description Events that a restore of the database took, as the checkpoint says. */
            lost: {
                epoch: number;
                firstSeq: number;
                lastSeq: number;
            }[];
            ok: boolean;
        };
        Me: {
            email: string | null;
            id: string;
            name: string | null;
            organizationId: string;
            organizationName: string;
            role: string | null;
            scopes: string[];
            session: {
                authenticatedAt: string;
                expiresAt: string;
                id: string;
            } | null;
            /** @enum {string} */
            type: "member" | "api_key" | "service_account" | "app" | "chat_user" | "scim_directory" | "portal_link" | "operator" | "connector" | "system";
        };
        Problem: {
            /** @enum {string} */
            code: "invalid_request" | "invalid_cursor" | "invalid_url" | "unauthenticated" | "forbidden" | "person_required" | "reauthentication_required" | "organization_suspended" | "consent_required" | "policy_denied" | "not_found" | "method_not_allowed" | "conflict" | "confirmation_required" | "approval_required" | "approval_decided" | "approval_expired" | "last_owner" | "already_claimed" | "connection_not_active" | "idempotency_in_progress" | "idempotency_expired" | "payload_too_large" | "unsupported_media_type" | "misdirected_request" | "idempotency_mismatch" | "rate_limited" | "internal" | "vendor_refused" | "vendor_unreachable" | "vendor_malformed" | "outcome_unknown" | "mail_failed" | "model_unavailable" | "hub_closed" | "vendor_rate_limited";
            detail: string;
            errors?: {
                message: string;
                path: string;
            }[];
            requestId: string;
            status: number;
            title: string;
            type: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listApiKeys: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The keys */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            createdAt: string;
                            createdBy: {
                                id: string;
                                onBehalfOf: {
                                    id: string;
                                    /** @enum {string} */
                                    type: "member" | "api_key" | "service_account" | "app" | "chat_user" | "scim_directory" | "portal_link" | "operator" | "connector" | "system";
                                } | null;
                                /** @enum {string} */
                                type: "member" | "api_key" | "service_account" | "app" | "chat_user" | "scim_directory" | "portal_link" | "operator" | "connector" | "system";
                            };
                            expiresAt: string | null;
                            id: string;
                            name: string;
                            scopes: string[];
                            start: string;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: date-time */
                    expiresAt?: string | null;
                    name: string;
                    scopes: string[];
                };
            };
        };
        responses: {
            /** @description Make a key */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        createdAt: string;
                        createdBy: {
                            id: string;
                            onBehalfOf: {
                                id: string;
                                /** @enum {string} */
                                type: "member" | "api_key" | "service_account" | "app" | "chat_user" | "scim_directory" | "portal_link" | "operator" | "connector" | "system";
                            } | null;
                            /** @enum {string} */
                            type: "member" | "api_key" | "service_account" | "app" | "chat_user" | "scim_directory" | "portal_link" | "operator" | "connector" | "system";
                        };
                        expiresAt: string | null;
                        id: string;
                        key: string;
                        name: string;
                        scopes: string[];
                        start: string;
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                apiKeyId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One key */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        createdAt: string;
                        createdBy: {
                            id: string;
                            onBehalfOf: {
                                id: string;
                                /** @enum {string} */
                                type: "member" | "api_key" | "service_account" | "app" | "chat_user" | "scim_directory" | "portal_link" | "operator" | "connector" | "system";
                            } | null;
                            /** @enum {string} */
                            type: "member" | "api_key" | "service_account" | "app" | "chat_user" | "scim_directory" | "portal_link" | "operator" | "connector" | "system";
                        };
                        expiresAt: string | null;
                        id: string;
                        name: string;
                        scopes: string[];
                        start: string;
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                apiKeyId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Revoke a key */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listApprovals: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                status?: "pending" | "approved" | "rejected" | "expired";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What waits for a yes, and what was decided */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            account: {
                                id: string;
                                name: string;
                            };
                            action: string;
                            connectionId: string;
                            connector: string;
                            createdAt: string;
                            decidedAt: string | null;
                            decidedBy: {
                                id: string;
                                onBehalfOf: {
                                    id: string;
                                    /** @enum {string} */
                                    type: "member" | "api_key" | "service_account" | "app" | "chat_user" | "scim_directory" | "portal_link" | "operator" | "connector" | "system";
                                } | null;
                                /** @enum {string} */
                                type: "member" | "api_key" | "service_account" | "app" | "chat_user" | "scim_directory" | "portal_link" | "operator" | "connector" | "system";
                            } | null;
                            expiresAt: string;
                            id: string;
                            input: {
                                [key: string]: unknown;
                            };
                            /** @enum {string} */
                            kind: "confirmation" | "approval";
                            requestedBy: {
                                id: string;
                                onBehalfOf: {
                                    id: string;
                                    /** @enum {string} */
                                    type: "member" | "api_key" | "service_account" | "app" | "chat_user" | "scim_directory" | "portal_link" | "operator" | "connector" | "system";
                                } | null;
                                /** @enum {string} */
                                type: "member" | "api_key" | "service_account" | "app" | "chat_user" | "scim_directory" | "portal_link" | "operator" | "connector" | "system";
                            };
                            runId: string | null;
                            /** @enum {string} */
                            status: "pending" | "approved" | "rejected" | "expired";
                            summary: string;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getApproval: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                approvalId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        account: {
                            id: string;
                            name: string;
                        };
                        action: string;
                        connectionId: string;
                        connector: string;
                        createdAt: string;
                        decidedAt: string | null;
                        decidedBy: {
                            id: string;
                            onBehalfOf: {
                                id: string;
                                /** @enum {string} */
                                type: "member" | "api_key" | "service_account" | "app" | "chat_user" | "scim_directory" | "portal_link" | "operator" | "connector" | "system";
                            } | null;
                            /** @enum {string} */
                            type: "member" | "api_key" | "service_account" | "app" | "chat_user" | "scim_directory" | "portal_link" | "operator" | "connector" | "system";
                        } | null;
                        expiresAt: string;
                        id: string;
                        input: {
                            [key: string]: unknown;
                        };
                        /** @enum {string} */
                        kind: "confirmation" | "approval";
                        requestedBy: {
                            id: string;
                            onBehalfOf: {
                                id: string;
                                /** @enum {string} */
                                type: "member" | "api_key" | "service_account" | "app" | "chat_user" | "scim_directory" | "portal_link" | "operator" | "connector" | "system";
                            } | null;
                            /** @enum {string} */
                            type: "member" | "api_key" | "service_account" | "app" | "chat_user" | "scim_directory" | "portal_link" | "operator" | "connector" | "system";
                        };
                        runId: string | null;
                        /** @enum {string} */
                        status: "pending" | "approved" | "rejected" | "expired";
                        summary: string;
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    approve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                approvalId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Say yes: the write runs, once */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        account: {
                            id: string;
                            name: string;
                        };
                        action: string;
                        connectionId: string;
                        connector: string;
                        createdAt: string;
                        decidedAt: string | null;
                        decidedBy: {
                            id: string;
                            onBehalfOf: {
                                id: string;
                                /** @enum {string} */
                                type: "member" | "api_key" | "service_account" | "app" | "chat_user" | "scim_directory" | "portal_link" | "operator" | "connector" | "system";
                            } | null;
                            /** @enum {string} */
                            type: "member" | "api_key" | "service_account" | "app" | "chat_user" | "scim_directory" | "portal_link" | "operator" | "connector" | "system";
                        } | null;
                        expiresAt: string;
                        id: string;
                        input: {
                            [key: string]: unknown;
                        };
                        /** @enum {string} */
                        kind: "confirmation" | "approval";
                        requestedBy: {
                            id: string;
                            onBehalfOf: {
                                id: string;
                                /** @enum {string} */
                                type: "member" | "api_key" | "service_account" | "app" | "chat_user" | "scim_directory" | "portal_link" | "operator" | "connector" | "system";
                            } | null;
                            /** @enum {string} */
                            type: "member" | "api_key" | "service_account" | "app" | "chat_user" | "scim_directory" | "portal_link" | "operator" | "connector" | "system";
                        };
                        runId: string | null;
                        /** @enum {string} */
                        status: "pending" | "approved" | "rejected" | "expired";
                        summary: string;
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                approvalId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Say no */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        account: {
                            id: string;
                            name: string;
                        };
                        action: string;
                        connectionId: string;
                        connector: string;
                        createdAt: string;
                        decidedAt: string | null;
                        decidedBy: {
                            id: string;
                            onBehalfOf: {
                                id: string;
                                /** @enum {string} */
                                type: "member" | "api_key" | "service_account" | "app" | "chat_user" | "scim_directory" | "portal_link" | "operator" | "connector" | "system";
                            } | null;
                            /** @enum {string} */
                            type: "member" | "api_key" | "service_account" | "app" | "chat_user" | "scim_directory" | "portal_link" | "operator" | "connector" | "system";
                        } | null;
                        expiresAt: string;
                        id: string;
                        input: {
                            [key: string]: unknown;
                        };
                        /** @enum {string} */
                        kind: "confirmation" | "approval";
                        requestedBy: {
                            id: string;
                            onBehalfOf: {
                                id: string;
                                /** @enum {string} */
                                type: "member" | "api_key" | "service_account" | "app" | "chat_user" | "scim_directory" | "portal_link" | "operator" | "connector" | "system";
                            } | null;
                            /** @enum {string} */
                            type: "member" | "api_key" | "service_account" | "app" | "chat_user" | "scim_directory" | "portal_link" | "operator" | "connector" | "system";
                        };
                        runId: string | null;
                        /** @enum {string} */
                        status: "pending" | "approved" | "rejected" | "expired";
                        summary: string;
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listConversations: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The actor's own conversations, the last used first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            createdAt: string;
                            id: string;
                            title: string;
                            updatedAt: string;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getConversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was said in a conversation */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        createdAt: string;
                        id: string;
                        title: string;
                        turns: {
                            answer: string;
                            approvals: {
                                account: {
                                    id: string;
                                    name: string;
                                };
                                action: string;
                                connectionId: string;
                                connector: string;
                                createdAt: string;
                                decidedAt: string | null;
                                decidedBy: {
                                    id: string;
                                    onBehalfOf: {
                                        id: string;
                                        /** @enum {string} */
                                        type: "member" | "api_key" | "service_account" | "app" | "chat_user" | "scim_directory" | "portal_link" | "operator" | "connector" | "system";
                                    } | null;
                                    /** @enum {string} */
                                    type: "member" | "api_key" | "service_account" | "app" | "chat_user" | "scim_directory" | "portal_link" | "operator" | "connector" | "system";
                                } | null;
                                expiresAt: string;
                                id: string;
                                input: {
                                    [key: string]: unknown;
                                };
                                /** @enum {string} */
                                kind: "confirmation" | "approval";
                                requestedBy: {
                                    id: string;
                                    onBehalfOf: {
                                        id: string;
                                        /** @enum {string} */
                                        type: "member" | "api_key" | "service_account" | "app" | "chat_user" | "scim_directory" | "portal_link" | "operator" | "connector" | "system";
                                    } | null;
                                    /** @enum {string} */
                                    type: "member" | "api_key" | "service_account" | "app" | "chat_user" | "scim_directory" | "portal_link" | "operator" | "connector" | "system";
                                };
                                runId: string | null;
                                /** @enum {string} */
                                status: "pending" | "approved" | "rejected" | "expired";
                                summary: string;
                            }[];
                            at: string;
                            prompts: {
                                connectionId: string | null;
                                connector: string;
                                /** @enum {string} */
                                kind: "connect" | "reconnect";
                                name: string;
                                says: string;
                                url: string | null;
                            }[];
                            question: string;
                            runIds: string[];
                            sources: {
                                action: string;
                                connectionId: string;
                                connectionName: string;
                                connector: string;
                                items: {
                                    title: string;
                                    url: string;
                                }[];
                                name: string;
                                runId: string;
                            }[];
                            turnId: string;
                        }[];
                        updatedAt: string;
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteConversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Forget a conversation */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    askAssistant: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    conversationId?: string | null;
                    text: string;
                };
            };
        };
        responses: {
            /** @description Ask the assistant */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        approvals: {
                            account: {
                                id: string;
                                name: string;
                            };
                            action: string;
                            connectionId: string;
                            connector: string;
                            createdAt: string;
                            decidedAt: string | null;
                            decidedBy: {
                                id: string;
                                onBehalfOf: {
                                    id: string;
                                    /** @enum {string} */
                                    type: "member" | "api_key" | "service_account" | "app" | "chat_user" | "scim_directory" | "portal_link" | "operator" | "connector" | "system";
                                } | null;
                                /** @enum {string} */
                                type: "member" | "api_key" | "service_account" | "app" | "chat_user" | "scim_directory" | "portal_link" | "operator" | "connector" | "system";
                            } | null;
                            expiresAt: string;
                            id: string;
                            input: {
                                [key: string]: unknown;
                            };
                            /** @enum {string} */
                            kind: "confirmation" | "approval";
                            requestedBy: {
                                id: string;
                                onBehalfOf: {
                                    id: string;
                                    /** @enum {string} */
                                    type: "member" | "api_key" | "service_account" | "app" | "chat_user" | "scim_directory" | "portal_link" | "operator" | "connector" | "system";
                                } | null;
                                /** @enum {string} */
                                type: "member" | "api_key" | "service_account" | "app" | "chat_user" | "scim_directory" | "portal_link" | "operator" | "connector" | "system";
                            };
                            runId: string | null;
                            /** @enum {string} */
                            status: "pending" | "approved" | "rejected" | "expired";
                            summary: string;
                        }[];
                        conversationId: string;
                        prompts: {
                            connectionId: string | null;
                            connector: string;
                            /** @enum {string} */
                            kind: "connect" | "reconnect";
                            name: string;
                            says: string;
                            url: string | null;
                        }[];
                        runIds: string[];
                        sources: {
                            action: string;
                            connectionId: string;
                            connectionName: string;
                            connector: string;
                            items: {
                                title: string;
                                url: string;
                            }[];
                            name: string;
                            runId: string;
                        }[];
                        text: string;
                        turnId: string;
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAuditEvents: {
        parameters: {
            query?: {
                action?: string;
                actorId?: string;
                actorType?: "member" | "api_key" | "service_account" | "app" | "chat_user" | "scim_directory" | "portal_link" | "operator" | "connector" | "system";
                cursor?: string;
                limit?: number;
                since?: string;
                targetId?: string;
                until?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The audit trail, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["AuditEvent"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportAuditEvents: {
        parameters: {
            query: {
                action?: string;
                actorId?: string;
                actorType?: "member" | "api_key" | "service_account" | "app" | "chat_user" | "scim_directory" | "portal_link" | "operator" | "connector" | "system";
                format: "ndjson" | "csv";
                since?: string;
                targetId?: string;
                until?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The audit trail as a file, oldest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAuditCheckpoints: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Signed checkpoints of the trail, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["AuditCheckpoint"][];
                        nextCursor: string | null;
                        verifierKey: string;
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    proveAuditTrail: {
        parameters: {
            query?: {
                eventId?: string;
                from?: number | null;
                to?: number | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A proof that an event is in the trail, or that the trail only grew */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditEventProof"] | components["schemas"]["AuditGrowthProof"];
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    verifyAuditLog: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Verify the whole trail and name the first thing that is wrong */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditVerification"];
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createConnectSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    connector: string;
                    /** Format: uri */
                    returnUrl?: string;
                };
            };
        };
        responses: {
            /** @description Make a link that walks a person through an OAuth connect */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        expiresAt: string;
                        url: string;
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listConnections: {
        parameters: {
            query?: {
                connector?: string;
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The connections */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            account: {
                                id: string;
                                name: string;
                                url: string | null;
                            };
                            audience: {
                                groupIds: string[];
                            } | null;
                            config: {
                                [key: string]: unknown;
                            };
                            connector: string;
                            createdAt: string;
                            id: string;
                            memberId: string | null;
                            name: string;
                            /** @enum {string} */
                            status: "active" | "needs_reconnect" | "revoked";
                            statusReason: string | null;
                            updatedAt: string;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createConnection: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default {} */
                    config?: {
                        [key: string]: unknown;
                    };
                    connector: string;
                    credentials: {
                        [key: string]: unknown;
                    };
                    name?: string;
                };
            };
        };
        responses: {
            /** @description Connect by key, token, password or database credentials */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        account: {
                            id: string;
                            name: string;
                            url: string | null;
                        };
                        audience: {
                            groupIds: string[];
                        } | null;
                        config: {
                            [key: string]: unknown;
                        };
                        connector: string;
                        createdAt: string;
                        id: string;
                        memberId: string | null;
                        name: string;
                        /** @enum {string} */
                        status: "active" | "needs_reconnect" | "revoked";
                        statusReason: string | null;
                        updatedAt: string;
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connectionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One connection */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        account: {
                            id: string;
                            name: string;
                            url: string | null;
                        };
                        audience: {
                            groupIds: string[];
                        } | null;
                        config: {
                            [key: string]: unknown;
                        };
                        connector: string;
                        createdAt: string;
                        id: string;
                        memberId: string | null;
                        name: string;
                        /** @enum {string} */
                        status: "active" | "needs_reconnect" | "revoked";
                        statusReason: string | null;
                        updatedAt: string;
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connectionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Revoke a connection, at the vendor too */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connectionId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    audience?: {
                        groupIds: string[];
                    } | null;
                    config?: {
                        [key: string]: unknown;
                    };
                    name?: string;
                };
            };
        };
        responses: {
            /** @description Change a connection's name, settings or audience */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        account: {
                            id: string;
                            name: string;
                            url: string | null;
                        };
                        audience: {
                            groupIds: string[];
                        } | null;
                        config: {
                            [key: string]: unknown;
                        };
                        connector: string;
                        createdAt: string;
                        id: string;
                        memberId: string | null;
                        name: string;
                        /** @enum {string} */
                        status: "active" | "needs_reconnect" | "revoked";
                        statusReason: string | null;
                        updatedAt: string;
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    runAction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                action: string;
                connectionId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description Run an action */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        output?: unknown;
                        runId: string;
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    testConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connectionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ask the vendor who we are */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        account: {
                            id: string;
                            name: string;
                            url: string | null;
                        };
                        /** @enum {boolean} */
                        ok: true;
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listConnectorSetups: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How each vendor is set up */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            app: {
                                /** @description What is no secret of the own client */
                                fields: {
                                    [key: string]: string;
                                };
                                /**
                                 * @description Whose client is used: the hub's, the organization's own, or none there is
                                 * @enum {string|null}
                                 */
                                source: "hub" | "organization" | null;
                                updatedAt: string | null;
                            };
                            /** @description Whether this hub has the connector; a client may be kept before */
                            available: boolean;
                            connector: string;
                            consoleUrl: string | null;
                            fields: {
                                help: string;
                                label: string;
                                name: string;
                                required: boolean;
                                secret: boolean;
                            }[];
                            /** @description A ready manifest, as JSON text */
                            manifest: string | null;
                            /** @description Opens the vendor's console with the manifest */
                            manifestUrl: string | null;
                            name: string;
                            redirectUris: string[];
                            scopes: {
                                scope: string;
                                why: string;
                            }[];
                            steps: {
                                copies: {
                                    label: string;
                                    value: string;
                                }[];
                                /** @description Plain text; what is typed or clicked stands in backticks */
                                text: string;
                                title: string;
                            }[];
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getConnectorSetup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connector: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How one vendor is set up */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        app: {
                            /** @description What is no secret of the own client */
                            fields: {
                                [key: string]: string;
                            };
                            /**
                             * @description Whose client is used: the hub's, the organization's own, or none there is
                             * @enum {string|null}
                             */
                            source: "hub" | "organization" | null;
                            updatedAt: string | null;
                        };
                        /** @description Whether this hub has the connector; a client may be kept before */
                        available: boolean;
                        connector: string;
                        consoleUrl: string | null;
                        fields: {
                            help: string;
                            label: string;
                            name: string;
                            required: boolean;
                            secret: boolean;
                        }[];
                        /** @description A ready manifest, as JSON text */
                        manifest: string | null;
                        /** @description Opens the vendor's console with the manifest */
                        manifestUrl: string | null;
                        name: string;
                        redirectUris: string[];
                        scopes: {
                            scope: string;
                            why: string;
                        }[];
                        steps: {
                            copies: {
                                label: string;
                                value: string;
                            }[];
                            /** @description Plain text; what is typed or clicked stands in backticks */
                            text: string;
                            title: string;
                        }[];
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    keepVendorApp: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connector: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    [key: string]: string;
                };
            };
        };
        responses: {
            /** @description Keep the organization's own client at a vendor */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        app: {
                            /** @description What is no secret of the own client */
                            fields: {
                                [key: string]: string;
                            };
                            /**
                             * @description Whose client is used: the hub's, the organization's own, or none there is
                             * @enum {string|null}
                             */
                            source: "hub" | "organization" | null;
                            updatedAt: string | null;
                        };
                        /** @description Whether this hub has the connector; a client may be kept before */
                        available: boolean;
                        connector: string;
                        consoleUrl: string | null;
                        fields: {
                            help: string;
                            label: string;
                            name: string;
                            required: boolean;
                            secret: boolean;
                        }[];
                        /** @description A ready manifest, as JSON text */
                        manifest: string | null;
                        /** @description Opens the vendor's console with the manifest */
                        manifestUrl: string | null;
                        name: string;
                        redirectUris: string[];
                        scopes: {
                            scope: string;
                            why: string;
                        }[];
                        steps: {
                            copies: {
                                label: string;
                                value: string;
                            }[];
                            /** @description Plain text; what is typed or clicked stands in backticks */
                            text: string;
                            title: string;
                        }[];
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeVendorApp: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connector: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Remove the organization's own client at a vendor */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    testVendorApp: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connector: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Test the client at a vendor, and name what is wrong */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        checks: {
                            name: string;
                            /** @description Null: cannot be known from here */
                            ok: boolean | null;
                            says: string;
                        }[];
                        /** @description No check failed */
                        ok: boolean;
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listConnectors: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The catalogue, with each action and its JSON Schema */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            actions: {
                                description: string;
                                /** @enum {string} */
                                effect: "read" | "write";
                                input: {
                                    [key: string]: unknown;
                                };
                                name: string;
                                output: {
                                    [key: string]: unknown;
                                };
                                permission: string;
                                title: string;
                                tool: string;
                            }[];
                            /** @enum {string} */
                            actsAs: "organization" | "person";
                            authorizations: {
                                credentials: {
                                    [key: string]: unknown;
                                } | null;
                                kind: string;
                                scopes: string[];
                            }[];
                            config: {
                                [key: string]: unknown;
                            };
                            description: string;
                            id: string;
                            name: string;
                            syncs: {
                                model: string;
                                title: string;
                            }[];
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getConnector: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connectorId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One connector */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        actions: {
                            description: string;
                            /** @enum {string} */
                            effect: "read" | "write";
                            input: {
                                [key: string]: unknown;
                            };
                            name: string;
                            output: {
                                [key: string]: unknown;
                            };
                            permission: string;
                            title: string;
                            tool: string;
                        }[];
                        /** @enum {string} */
                        actsAs: "organization" | "person";
                        authorizations: {
                            credentials: {
                                [key: string]: unknown;
                            } | null;
                            kind: string;
                            scopes: string[];
                        }[];
                        config: {
                            [key: string]: unknown;
                        };
                        description: string;
                        id: string;
                        name: string;
                        syncs: {
                            model: string;
                            title: string;
                        }[];
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                deliveryId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One delivery */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        attemptCount: number;
                        createdAt: string;
                        endedAt: string | null;
                        endpointId: string;
                        eventId: string;
                        eventType: string;
                        id: string;
                        nextAttemptAt: string | null;
                        reason: string | null;
                        /** @enum {string} */
                        status: "pending" | "delivered" | "retrying" | "failed" | "skipped" | "blocked" | "cancelled";
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAttempts: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                deliveryId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The tries of a delivery, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            durationMs: number;
                            error: string | null;
                            id: string;
                            number: number;
                            responseBody: string | null;
                            startedAt: string;
                            statusCode: number | null;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retryDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                deliveryId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Try a delivery again now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        attemptCount: number;
                        createdAt: string;
                        endedAt: string | null;
                        endpointId: string;
                        eventId: string;
                        eventType: string;
                        id: string;
                        nextAttemptAt: string | null;
                        reason: string | null;
                        /** @enum {string} */
                        status: "pending" | "delivered" | "retrying" | "failed" | "skipped" | "blocked" | "cancelled";
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listEventTypes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The built-in event types */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            group: string;
                            type: string;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listEvents: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                type?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The events, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            createdAt: string;
                            data?: unknown;
                            id: string;
                            type: string;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    publishEvent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    data: {
                        [key: string]: unknown;
                    };
                    type: string;
                };
            };
        };
        responses: {
            /** @description Publish an event */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        createdAt: string;
                        id: string;
                        type: string;
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getEvent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One event */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        createdAt: string;
                        data?: unknown;
                        id: string;
                        type: string;
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listGroups: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The groups */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            createdAt: string;
                            description: string | null;
                            id: string;
                            memberCount: number;
                            name: string;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createGroup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    description?: string | null;
                    name: string;
                };
            };
        };
        responses: {
            /** @description Make a group */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        createdAt: string;
                        description: string | null;
                        id: string;
                        memberCount: number;
                        name: string;
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                groupId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One group */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        createdAt: string;
                        description: string | null;
                        id: string;
                        memberCount: number;
                        name: string;
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                groupId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Remove a group */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                groupId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    description?: string | null;
                    name?: string;
                };
            };
        };
        responses: {
            /** @description Change a group's name or description */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        createdAt: string;
                        description: string | null;
                        id: string;
                        memberCount: number;
                        name: string;
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listGroupMembers: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                groupId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who is in a group */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            createdAt: string;
                            email: string;
                            groupIds: string[];
                            id: string;
                            lastSeenAt: string | null;
                            name: string;
                            role: string;
                            roleName: string;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addGroupMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                groupId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    memberId: string;
                };
            };
        };
        responses: {
            /** @description Take a member into a group */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        createdAt: string;
                        email: string;
                        groupIds: string[];
                        id: string;
                        lastSeenAt: string | null;
                        name: string;
                        role: string;
                        roleName: string;
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeGroupMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                groupId: string;
                memberId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Take a member out of a group */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listInvitations: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                status?: "pending" | "accepted" | "revoked" | "expired";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The invitations */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            createdAt: string;
                            email: string;
                            expiresAt: string;
                            groupIds: string[];
                            id: string;
                            invitedBy: {
                                id: string;
                                onBehalfOf: {
                                    id: string;
                                    /** @enum {string} */
                                    type: "member" | "api_key" | "service_account" | "app" | "chat_user" | "scim_directory" | "portal_link" | "operator" | "connector" | "system";
                                } | null;
                                /** @enum {string} */
                                type: "member" | "api_key" | "service_account" | "app" | "chat_user" | "scim_directory" | "portal_link" | "operator" | "connector" | "system";
                            };
                            name: string | null;
                            role: string;
                            roleName: string;
                            /** @enum {string} */
                            status: "pending" | "accepted" | "revoked" | "expired";
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: email */
                    email: string;
                    /** @default [] */
                    groupIds?: string[];
                    name?: string | null;
                    /** @default member */
                    role?: ("owner" | "admin" | "developer" | "auditor" | "member") | string;
                };
            };
        };
        responses: {
            /** @description Invite a person by their address */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        createdAt: string;
                        email: string;
                        expiresAt: string;
                        groupIds: string[];
                        id: string;
                        invitedBy: {
                            id: string;
                            onBehalfOf: {
                                id: string;
                                /** @enum {string} */
                                type: "member" | "api_key" | "service_account" | "app" | "chat_user" | "scim_directory" | "portal_link" | "operator" | "connector" | "system";
                            } | null;
                            /** @enum {string} */
                            type: "member" | "api_key" | "service_account" | "app" | "chat_user" | "scim_directory" | "portal_link" | "operator" | "connector" | "system";
                        };
                        name: string | null;
                        role: string;
                        roleName: string;
                        /** @enum {string} */
                        status: "pending" | "accepted" | "revoked" | "expired";
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                invitationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Withdraw an invitation */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resendInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                invitationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Send an invitation again */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        createdAt: string;
                        email: string;
                        expiresAt: string;
                        groupIds: string[];
                        id: string;
                        invitedBy: {
                            id: string;
                            onBehalfOf: {
                                id: string;
                                /** @enum {string} */
                                type: "member" | "api_key" | "service_account" | "app" | "chat_user" | "scim_directory" | "portal_link" | "operator" | "connector" | "system";
                            } | null;
                            /** @enum {string} */
                            type: "member" | "api_key" | "service_account" | "app" | "chat_user" | "scim_directory" | "portal_link" | "operator" | "connector" | "system";
                        };
                        name: string | null;
                        role: string;
                        roleName: string;
                        /** @enum {string} */
                        status: "pending" | "accepted" | "revoked" | "expired";
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The actor who asks */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                };
            };
        };
        responses: {
            /** @description Change your name */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMyNotices: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What you are told, and by which way */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        digest: "off" | "daily";
                        digestHour: number;
                        notices: {
                            audience: string;
                            description: string;
                            /** @enum {string} */
                            kind: "connection_needs_reconnect" | "approval_waiting" | "run_unknown" | "webhook_endpoint_disabled" | "quota" | "security" | "sign_in" | "operator";
                            title: string;
                            ways: {
                                mail: {
                                    mutable: boolean;
                                    on: boolean;
                                };
                                slack: {
                                    mutable: boolean;
                                    on: boolean;
                                };
                                webhook: string;
                            };
                        }[];
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateMyNotices: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    digest?: "off" | "daily";
                    digestHour?: number;
                    notices?: {
                        approval_waiting?: {
                            mail?: boolean;
                            slack?: boolean;
                        };
                        connection_needs_reconnect?: {
                            mail?: boolean;
                            slack?: boolean;
                        };
                        operator?: {
                            mail?: boolean;
                            slack?: boolean;
                        };
                        quota?: {
                            mail?: boolean;
                            slack?: boolean;
                        };
                        run_unknown?: {
                            mail?: boolean;
                            slack?: boolean;
                        };
                        security?: {
                            mail?: boolean;
                            slack?: boolean;
                        };
                        sign_in?: {
                            mail?: boolean;
                            slack?: boolean;
                        };
                        webhook_endpoint_disabled?: {
                            mail?: boolean;
                            slack?: boolean;
                        };
                    };
                };
            };
        };
        responses: {
            /** @description Choose what you are told, and by which way */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        digest: "off" | "daily";
                        digestHour: number;
                        notices: {
                            audience: string;
                            description: string;
                            /** @enum {string} */
                            kind: "connection_needs_reconnect" | "approval_waiting" | "run_unknown" | "webhook_endpoint_disabled" | "quota" | "security" | "sign_in" | "operator";
                            title: string;
                            ways: {
                                mail: {
                                    mutable: boolean;
                                    on: boolean;
                                };
                                slack: {
                                    mutable: boolean;
                                    on: boolean;
                                };
                                webhook: string;
                            };
                        }[];
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPasskeys: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Your passkeys */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            backedUp: boolean;
                            createdAt: string;
                            id: string;
                            lastUsedAt: string | null;
                            name: string;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createPasskey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    credential: {
                        authenticatorAttachment?: string | null;
                        id: string;
                        rawId: string;
                        response: {
                            attestationObject: string;
                            clientDataJSON: string;
                            transports?: string[];
                        };
                        /** @enum {string} */
                        type: "public-key";
                    };
                    name: string;
                };
            };
        };
        responses: {
            /** @description Keep a passkey that the browser made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        backedUp: boolean;
                        createdAt: string;
                        id: string;
                        lastUsedAt: string | null;
                        name: string;
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removePasskey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                passkeyId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Remove a passkey */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    renamePasskey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                passkeyId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                };
            };
        };
        responses: {
            /** @description Rename a passkey */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        backedUp: boolean;
                        createdAt: string;
                        id: string;
                        lastUsedAt: string | null;
                        name: string;
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    offerPasskey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Begin to make a passkey */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        options: {
                            [key: string]: unknown;
                        };
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMySessions: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where you are signed in */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            createdAt: string;
                            current: boolean;
                            expiresAt: string;
                            id: string;
                            lastUsedAt: string;
                            /** @enum {string} */
                            method: "link" | "passkey" | "invitation" | "sign_up";
                            userAgent: string | null;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    endMySession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Sign out one browser of yours */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    endMySessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    keepCurrent: boolean;
                };
            };
        };
        responses: {
            /** @description Sign out everywhere, or everywhere else */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        ended: number;
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMembers: {
        parameters: {
            query?: {
                cursor?: string;
                groupId?: string;
                limit?: number;
                query?: string;
                role?: ("owner" | "admin" | "developer" | "auditor" | "member") | string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The members */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            createdAt: string;
                            email: string;
                            groupIds: string[];
                            id: string;
                            lastSeenAt: string | null;
                            name: string;
                            role: string;
                            roleName: string;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                memberId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One member */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        createdAt: string;
                        email: string;
                        groupIds: string[];
                        id: string;
                        lastSeenAt: string | null;
                        name: string;
                        role: string;
                        roleName: string;
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                memberId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Remove a member */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                memberId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    role?: ("owner" | "admin" | "developer" | "auditor" | "member") | string;
                };
            };
        };
        responses: {
            /** @description Change a member's role or name */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        createdAt: string;
                        email: string;
                        groupIds: string[];
                        id: string;
                        lastSeenAt: string | null;
                        name: string;
                        role: string;
                        roleName: string;
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMemberSessions: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                memberId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where a member is signed in */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            createdAt: string;
                            current: boolean;
                            expiresAt: string;
                            id: string;
                            lastUsedAt: string;
                            /** @enum {string} */
                            method: "link" | "passkey" | "invitation" | "sign_up";
                            userAgent: string | null;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    endMemberSessions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                memberId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Sign a member out everywhere */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        ended: number;
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listOperatorConsents: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List consents, who gave them and until when */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            createdAt: string;
                            endedAt: string | null;
                            expiresAt: string;
                            grantedBy: {
                                id: string;
                                onBehalfOf: {
                                    id: string;
                                    /** @enum {string} */
                                    type: "member" | "api_key" | "service_account" | "app" | "chat_user" | "scim_directory" | "portal_link" | "operator" | "connector" | "system";
                                } | null;
                                /** @enum {string} */
                                type: "member" | "api_key" | "service_account" | "app" | "chat_user" | "scim_directory" | "portal_link" | "operator" | "connector" | "system";
                            };
                            id: string;
                            reason: string;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    grantOperatorConsent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    hours: number;
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Let the operators see the organization, for a time */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        createdAt: string;
                        endedAt: string | null;
                        expiresAt: string;
                        grantedBy: {
                            id: string;
                            onBehalfOf: {
                                id: string;
                                /** @enum {string} */
                                type: "member" | "api_key" | "service_account" | "app" | "chat_user" | "scim_directory" | "portal_link" | "operator" | "connector" | "system";
                            } | null;
                            /** @enum {string} */
                            type: "member" | "api_key" | "service_account" | "app" | "chat_user" | "scim_directory" | "portal_link" | "operator" | "connector" | "system";
                        };
                        id: string;
                        reason: string;
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    endOperatorConsent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                consentId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description End a consent now */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganization: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The organization */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        branding: {
                            accentColor: string | null;
                            displayName: string | null;
                            logoUrl: string | null;
                        };
                        createdAt: string;
                        id: string;
                        name: string;
                        /** @enum {string} */
                        plan: "free" | "team" | "enterprise";
                        region: string;
                        settings: {
                            sessionHours: number;
                            sessionIdleMinutes: number;
                        };
                        suspendedAt: string | null;
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateOrganization: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    branding?: {
                        accentColor?: string | null;
                        displayName?: string | null;
                        logo?: {
                            base64: string;
                            /** @enum {string} */
                            mediaType: "image/png" | "image/jpeg" | "image/webp";
                        } | null;
                    };
                    name?: string;
                    settings?: {
                        sessionHours?: number;
                        sessionIdleMinutes?: number;
                    };
                };
            };
        };
        responses: {
            /** @description Change the organization's name, look or settings */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        branding: {
                            accentColor: string | null;
                            displayName: string | null;
                            logoUrl: string | null;
                        };
                        createdAt: string;
                        id: string;
                        name: string;
                        /** @enum {string} */
                        plan: "free" | "team" | "enterprise";
                        region: string;
                        settings: {
                            sessionHours: number;
                            sessionIdleMinutes: number;
                        };
                        suspendedAt: string | null;
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOverview: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What happened, what needs a person, and how much there is */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Thirty days, oldest first. Needs `usage:read` */
                        activity: {
                            answers: number;
                            /** @description `YYYY-MM-DD`, UTC */
                            day: string;
                            deliveries: number;
                            failedDeliveries: number;
                            failures: number;
                            reads: number;
                            writes: number;
                        }[] | null;
                        /** @description What needs a person, the newest twenty */
                        attention: {
                            at: string;
                            detail: string;
                            id: string;
                            /** @enum {string} */
                            kind: "connection" | "approval" | "endpoint" | "run" | "setup" | "passkey";
                            /** @description Where the dashboard shows it */
                            path: string;
                            title: string;
                        }[];
                        counts: {
                            approvalsWaiting: number | null;
                            connections: {
                                active: number;
                                needsReconnect: number;
                            } | null;
                            endpoints: {
                                disabled: number;
                                enabled: number;
                            } | null;
                            members: number | null;
                            /** @description Begun in the last 24 hours; counted up to 10000 each */
                            runs24h: {
                                done: number;
                                failed: number;
                                unknown: number;
                            } | null;
                        };
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPermissions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every permission there is */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            description: string;
                            peopleOnly: boolean;
                            permission: string;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPolicies: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The rules */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            createdAt: string;
                            createdBy: {
                                id: string;
                                onBehalfOf: {
                                    id: string;
                                    /** @enum {string} */
                                    type: "member" | "api_key" | "service_account" | "app" | "chat_user" | "scim_directory" | "portal_link" | "operator" | "connector" | "system";
                                } | null;
                                /** @enum {string} */
                                type: "member" | "api_key" | "service_account" | "app" | "chat_user" | "scim_directory" | "portal_link" | "operator" | "connector" | "system";
                            };
                            description: string | null;
                            /** @enum {string} */
                            effect: "allow" | "confirm" | "approve" | "deny";
                            id: string;
                            match: {
                                actions?: string[];
                                actorTypes?: ("member" | "api_key" | "service_account" | "app" | "chat_user" | "scim_directory" | "portal_link" | "operator" | "connector" | "system")[];
                                channels?: string[];
                                connectionIds?: string[];
                                effects?: ("read" | "write")[];
                                groupIds?: string[];
                                roles?: (("owner" | "admin" | "developer" | "auditor" | "member") | string)[];
                                vias?: ("api" | "assistant" | "mcp")[];
                            };
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    description?: string | null;
                    /** @enum {string} */
                    effect: "allow" | "confirm" | "approve" | "deny";
                    match: {
                        actions?: string[];
                        actorTypes?: ("member" | "api_key" | "service_account" | "app" | "chat_user" | "scim_directory" | "portal_link" | "operator" | "connector" | "system")[];
                        channels?: string[];
                        connectionIds?: string[];
                        effects?: ("read" | "write")[];
                        groupIds?: string[];
                        roles?: (("owner" | "admin" | "developer" | "auditor" | "member") | string)[];
                        vias?: ("api" | "assistant" | "mcp")[];
                    };
                };
            };
        };
        responses: {
            /** @description Make a rule */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        createdAt: string;
                        createdBy: {
                            id: string;
                            onBehalfOf: {
                                id: string;
                                /** @enum {string} */
                                type: "member" | "api_key" | "service_account" | "app" | "chat_user" | "scim_directory" | "portal_link" | "operator" | "connector" | "system";
                            } | null;
                            /** @enum {string} */
                            type: "member" | "api_key" | "service_account" | "app" | "chat_user" | "scim_directory" | "portal_link" | "operator" | "connector" | "system";
                        };
                        description: string | null;
                        /** @enum {string} */
                        effect: "allow" | "confirm" | "approve" | "deny";
                        id: string;
                        match: {
                            actions?: string[];
                            actorTypes?: ("member" | "api_key" | "service_account" | "app" | "chat_user" | "scim_directory" | "portal_link" | "operator" | "connector" | "system")[];
                            channels?: string[];
                            connectionIds?: string[];
                            effects?: ("read" | "write")[];
                            groupIds?: string[];
                            roles?: (("owner" | "admin" | "developer" | "auditor" | "member") | string)[];
                            vias?: ("api" | "assistant" | "mcp")[];
                        };
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deletePolicy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                policyId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Remove a rule */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    simulatePolicy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    action: string;
                    /** @enum {string} */
                    actorType: "member" | "api_key" | "service_account" | "app" | "chat_user" | "scim_directory" | "portal_link" | "operator" | "connector" | "system";
                    channel?: string | null;
                    connectionId: string;
                    connector: string;
                    /** @default [] */
                    groupIds?: string[];
                    memberId?: string | null;
                    role?: ("owner" | "admin" | "developer" | "auditor" | "member") | string | null;
                    /**
                     * @default api
                     * @enum {string}
                     */
                    via?: "api" | "assistant" | "mcp";
                };
            };
        };
        responses: {
            /** @description What would be decided, and which rule says so */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        effect: "allow" | "confirm" | "approve" | "deny";
                        reason: string;
                        ruleId: string | null;
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRoles: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The roles, built-in ones first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            builtIn: boolean;
                            description: string | null;
                            id: string;
                            name: string;
                            permissions: string[];
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createRole: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    description?: string | null;
                    name: string;
                    permissions: string[];
                };
            };
        };
        responses: {
            /** @description Make a role */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        builtIn: boolean;
                        description: string | null;
                        id: string;
                        name: string;
                        permissions: string[];
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteRole: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                roleId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Remove a role */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateRole: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                roleId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    description?: string | null;
                    name?: string;
                    permissions?: string[];
                };
            };
        };
        responses: {
            /** @description Change a role */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        builtIn: boolean;
                        description: string | null;
                        id: string;
                        name: string;
                        permissions: string[];
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRuns: {
        parameters: {
            query?: {
                connectionId?: string;
                cursor?: string;
                limit?: number;
                state?: "claimed" | "done" | "failed" | "unknown";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The runs, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            action: string;
                            actor: {
                                id: string;
                                onBehalfOf: {
                                    id: string;
                                    /** @enum {string} */
                                    type: "member" | "api_key" | "service_account" | "app" | "chat_user" | "scim_directory" | "portal_link" | "operator" | "connector" | "system";
                                } | null;
                                /** @enum {string} */
                                type: "member" | "api_key" | "service_account" | "app" | "chat_user" | "scim_directory" | "portal_link" | "operator" | "connector" | "system";
                            };
                            approvalId: string | null;
                            connectionId: string;
                            connector: string;
                            /** @enum {string} */
                            effect: "read" | "write";
                            error: {
                                code: string;
                                detail: string;
                            } | null;
                            finishedAt: string | null;
                            id: string;
                            input: {
                                [key: string]: unknown;
                            };
                            output: {
                                [key: string]: unknown;
                            } | null;
                            startedAt: string;
                            /** @enum {string} */
                            state: "claimed" | "done" | "failed" | "unknown";
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One run */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        action: string;
                        actor: {
                            id: string;
                            onBehalfOf: {
                                id: string;
                                /** @enum {string} */
                                type: "member" | "api_key" | "service_account" | "app" | "chat_user" | "scim_directory" | "portal_link" | "operator" | "connector" | "system";
                            } | null;
                            /** @enum {string} */
                            type: "member" | "api_key" | "service_account" | "app" | "chat_user" | "scim_directory" | "portal_link" | "operator" | "connector" | "system";
                        };
                        approvalId: string | null;
                        connectionId: string;
                        connector: string;
                        /** @enum {string} */
                        effect: "read" | "write";
                        error: {
                            code: string;
                            detail: string;
                        } | null;
                        finishedAt: string | null;
                        id: string;
                        input: {
                            [key: string]: unknown;
                        };
                        output: {
                            [key: string]: unknown;
                        } | null;
                        startedAt: string;
                        /** @enum {string} */
                        state: "claimed" | "done" | "failed" | "unknown";
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    endEverySession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Sign everybody out */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        ended: number;
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listUsage: {
        parameters: {
            query?: {
                days?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was used, by meter and day */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            count: number;
                            day: string;
                            meter: string;
                        }[];
                        nextCursor: null;
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listWebhookEndpoints: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The endpoints */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            createdAt: string;
                            description: string | null;
                            disabledReason: string | null;
                            enabled: boolean;
                            eventTypes: string[] | null;
                            headers: string[];
                            id: string;
                            retryDelaysSeconds: number[] | null;
                            updatedAt: string;
                            url: string;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    description?: string | null;
                    eventTypes?: string[] | null;
                    headers?: {
                        [key: string]: string;
                    };
                    retryDelaysSeconds?: number[] | null;
                    url: string;
                };
            };
        };
        responses: {
            /** @description Make an endpoint */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        createdAt: string;
                        description: string | null;
                        disabledReason: string | null;
                        enabled: boolean;
                        eventTypes: string[] | null;
                        headers: string[];
                        id: string;
                        retryDelaysSeconds: number[] | null;
                        secret: string;
                        updatedAt: string;
                        url: string;
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One endpoint */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        createdAt: string;
                        description: string | null;
                        disabledReason: string | null;
                        enabled: boolean;
                        eventTypes: string[] | null;
                        headers: string[];
                        id: string;
                        retryDelaysSeconds: number[] | null;
                        updatedAt: string;
                        url: string;
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Delete an endpoint */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    description?: string | null;
                    enabled?: boolean;
                    eventTypes?: string[] | null;
                    headers?: {
                        [key: string]: string;
                    };
                    retryDelaysSeconds?: number[] | null;
                    url?: string;
                };
            };
        };
        responses: {
            /** @description Change an endpoint */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        createdAt: string;
                        description: string | null;
                        disabledReason: string | null;
                        enabled: boolean;
                        eventTypes: string[] | null;
                        headers: string[];
                        id: string;
                        retryDelaysSeconds: number[] | null;
                        updatedAt: string;
                        url: string;
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDeliveries: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                status?: "pending" | "delivered" | "retrying" | "failed" | "skipped" | "blocked" | "cancelled";
            };
            header?: never;
            path: {
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What became of the events of an endpoint */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            attemptCount: number;
                            createdAt: string;
                            endedAt: string | null;
                            endpointId: string;
                            eventId: string;
                            eventType: string;
                            id: string;
                            nextAttemptAt: string | null;
                            reason: string | null;
                            /** @enum {string} */
                            status: "pending" | "delivered" | "retrying" | "failed" | "skipped" | "blocked" | "cancelled";
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replayDeliveries: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @default failed
                     * @enum {string}
                     */
                    only?: "failed" | "missing" | "all";
                    /** Format: date-time */
                    since: string;
                    /** Format: date-time */
                    until?: string;
                };
            };
        };
        responses: {
            /** @description Send the events of a time range again */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        count: number;
                        nextSince: string | null;
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotateWebhookSecret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Give an endpoint a new secret */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        createdAt: string;
                        description: string | null;
                        disabledReason: string | null;
                        enabled: boolean;
                        eventTypes: string[] | null;
                        headers: string[];
                        id: string;
                        retryDelaysSeconds: number[] | null;
                        secret: string;
                        updatedAt: string;
                        url: string;
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    testWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Send a test event to an endpoint */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        deliveryId: string;
                        eventId: string;
                    };
                };
            };
            /** @description A refusal (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
