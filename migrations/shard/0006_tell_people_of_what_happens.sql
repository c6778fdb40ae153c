CREATE TABLE `notice_jobs` (
	`seq` integer PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`event_id` text NOT NULL,
	`tries` integer NOT NULL,
	`due_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `notice_settings` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`member_id` text NOT NULL,
	`digest` text NOT NULL,
	`digest_hour` integer NOT NULL,
	`choices` text NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `notices` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`event_id` text NOT NULL,
	`kind` text NOT NULL,
	`subject_id` text NOT NULL,
	`member_id` text NOT NULL,
	`way` text NOT NULL,
	`content` text NOT NULL,
	`state` text NOT NULL,
	`reason` text,
	`digest` integer NOT NULL,
	`letter_id` text,
	`tries` integer NOT NULL,
	`due_at` integer,
	`lease_id` text,
	`created_at` integer NOT NULL,
	`ended_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `notices_once` ON `notices` (`event_id`,`member_id`,`way`);--> statement-breakpoint
CREATE INDEX `notices_due` ON `notices` (`due_at`) WHERE due_at IS NOT NULL;