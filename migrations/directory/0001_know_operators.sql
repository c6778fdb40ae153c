-- A member's address is claimed as `<email>/<organization>` from now on: a person's organizations are found by the address.
UPDATE `outside_ids` SET `value` = substr(`value`, instr(`value`, '/') + 1) || '/' || substr(`value`, 1, instr(`value`, '/') - 1) WHERE `kind` = 'member_email';--> statement-breakpoint
CREATE TABLE `operator_events` (
	`id` text PRIMARY KEY NOT NULL,
	`operator_id` text NOT NULL,
	`action` text NOT NULL,
	`target_id` text,
	`values` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `operators` (
	`id` text PRIMARY KEY NOT NULL,
	`email` text NOT NULL,
	`name` text NOT NULL,
	`created_at` integer NOT NULL,
	`removed_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `operators_email` ON `operators` (`email`);