CREATE TABLE `audit_events` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`epoch` integer NOT NULL,
	`seq` integer NOT NULL,
	`v` integer NOT NULL,
	`at` text NOT NULL,
	`actor` text NOT NULL,
	`on_behalf_of` text,
	`action` text NOT NULL,
	`target` text NOT NULL,
	`outcome` text NOT NULL,
	`commitments` text NOT NULL,
	`values` text NOT NULL,
	`salts` text NOT NULL,
	`leaf` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `audit_events_place` ON `audit_events` (`organization_id`,`epoch`,`seq`);--> statement-breakpoint
CREATE TABLE `audit_heads` (
	`organization_id` text PRIMARY KEY NOT NULL,
	`epoch` integer NOT NULL,
	`seq` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `audit_heads_updated` ON `audit_heads` (`updated_at`);--> statement-breakpoint
CREATE TABLE `approvals` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`kind` text NOT NULL,
	`status` text NOT NULL,
	`connection_id` text NOT NULL,
	`account_id` text NOT NULL,
	`account_name` text NOT NULL,
	`connector` text NOT NULL,
	`action` text NOT NULL,
	`input` text NOT NULL,
	`input_hash` text NOT NULL,
	`summary` text NOT NULL,
	`requested_by` text NOT NULL,
	`via` text NOT NULL,
	`channel` text,
	`decided_by` text,
	`origin` text NOT NULL,
	`run_id` text,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`decided_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `approvals_origin` ON `approvals` (`organization_id`,`origin`);--> statement-breakpoint
CREATE INDEX `approvals_organization` ON `approvals` (`organization_id`,`id`);--> statement-breakpoint
CREATE INDEX `approvals_status` ON `approvals` (`organization_id`,`status`,`id`);--> statement-breakpoint
CREATE INDEX `approvals_pending` ON `approvals` (`expires_at`) WHERE status = 'pending';--> statement-breakpoint
CREATE TABLE `connect_sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`connector` text NOT NULL,
	`link_hash` text NOT NULL,
	`state_hash` text,
	`browser_hash` text,
	`return_url` text,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`used_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `connect_sessions_link` ON `connect_sessions` (`link_hash`);--> statement-breakpoint
CREATE UNIQUE INDEX `connect_sessions_state` ON `connect_sessions` (`state_hash`);--> statement-breakpoint
CREATE INDEX `connect_sessions_expiry` ON `connect_sessions` (`expires_at`);--> statement-breakpoint
CREATE TABLE `connections` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`connector` text NOT NULL,
	`name` text NOT NULL,
	`status` text NOT NULL,
	`status_reason` text,
	`member_id` text,
	`account_id` text NOT NULL,
	`account_name` text NOT NULL,
	`account_url` text,
	`config` text NOT NULL,
	`credentials` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`connected_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `connections_organization` ON `connections` (`organization_id`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `connections_account` ON `connections` (`organization_id`,`connector`,`account_id`) WHERE status <> 'revoked';--> statement-breakpoint
CREATE TABLE `policies` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`effect` text NOT NULL,
	`match` text NOT NULL,
	`description` text,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `policies_organization` ON `policies` (`organization_id`,`id`);--> statement-breakpoint
CREATE TABLE `runs` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`connection_id` text NOT NULL,
	`connector` text NOT NULL,
	`action` text NOT NULL,
	`effect` text NOT NULL,
	`state` text NOT NULL,
	`actor` text NOT NULL,
	`approval_id` text,
	`input` text NOT NULL,
	`output` text,
	`error_code` text,
	`error_detail` text,
	`started_at` integer NOT NULL,
	`finished_at` integer,
	`lease_until` integer,
	`lease_id` text
);
--> statement-breakpoint
CREATE INDEX `runs_organization` ON `runs` (`organization_id`,`id`);--> statement-breakpoint
CREATE INDEX `runs_connection` ON `runs` (`connection_id`,`id`);--> statement-breakpoint
CREATE INDEX `runs_lease` ON `runs` (`lease_until`) WHERE lease_until IS NOT NULL;--> statement-breakpoint
CREATE TABLE `usage_counters` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`meter` text NOT NULL,
	`day` text NOT NULL,
	`count` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `usage_counters_day` ON `usage_counters` (`organization_id`,`day`);--> statement-breakpoint
CREATE TABLE `api_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`name` text NOT NULL,
	`hash` text NOT NULL,
	`start` text NOT NULL,
	`scopes` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer,
	`revoked_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `api_keys_hash` ON `api_keys` (`hash`);--> statement-breakpoint
CREATE INDEX `api_keys_organization` ON `api_keys` (`organization_id`,`id`);--> statement-breakpoint
CREATE TABLE `chat_users` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`member_id` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `chat_users_member` ON `chat_users` (`organization_id`,`member_id`);--> statement-breakpoint
CREATE TABLE `members` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`email` text NOT NULL,
	`name` text NOT NULL,
	`role` text NOT NULL,
	`created_at` integer NOT NULL,
	`removed_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `members_email` ON `members` (`organization_id`,`email`);--> statement-breakpoint
CREATE TABLE `organization_keys` (
	`organization_id` text PRIMARY KEY NOT NULL,
	`wrapped` text NOT NULL,
	`master_key_id` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `organizations` (
	`id` text PRIMARY KEY NOT NULL,
	`locator` text NOT NULL,
	`name` text NOT NULL,
	`region` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `organizations_locator` ON `organizations` (`locator`);--> statement-breakpoint
CREATE TABLE `attempts` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`delivery_id` text NOT NULL,
	`number` integer NOT NULL,
	`started_at` integer NOT NULL,
	`duration_ms` integer NOT NULL,
	`status_code` integer,
	`error` text,
	`response_body` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `attempts_delivery` ON `attempts` (`delivery_id`,`number`);--> statement-breakpoint
CREATE TABLE `deliveries` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`event_id` text NOT NULL,
	`endpoint_id` text NOT NULL,
	`status` text NOT NULL,
	`reason` text,
	`attempt_count` integer NOT NULL,
	`due_at` integer,
	`handed_at` integer NOT NULL,
	`lease_until` integer NOT NULL,
	`lease_id` text,
	`created_at` integer NOT NULL,
	`ended_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `deliveries_event_endpoint` ON `deliveries` (`event_id`,`endpoint_id`);--> statement-breakpoint
CREATE INDEX `deliveries_endpoint` ON `deliveries` (`endpoint_id`,`id`);--> statement-breakpoint
CREATE INDEX `deliveries_due` ON `deliveries` (`due_at`) WHERE due_at IS NOT NULL;--> statement-breakpoint
CREATE TABLE `events` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`type` text NOT NULL,
	`data` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `events_organization` ON `events` (`organization_id`,`id`);--> statement-breakpoint
CREATE TABLE `idempotency_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`request_hash` text NOT NULL,
	`state` text NOT NULL,
	`answer` text,
	`secret_until` integer,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `idempotency_keys_expiry` ON `idempotency_keys` (`expires_at`);--> statement-breakpoint
CREATE TABLE `webhook_endpoints` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`url` text NOT NULL,
	`description` text,
	`event_types` text,
	`headers` text,
	`secret` text NOT NULL,
	`enabled` integer NOT NULL,
	`disabled_reason` text,
	`retry_delays_seconds` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `webhook_endpoints_organization` ON `webhook_endpoints` (`organization_id`,`id`);