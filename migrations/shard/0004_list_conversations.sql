CREATE TABLE `assistant_conversations` (
	`id` text NOT NULL,
	`organization_id` text NOT NULL,
	`owner` text NOT NULL,
	`title` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`organization_id`, `owner`, `id`)
);
--> statement-breakpoint
CREATE INDEX `assistant_conversations_used` ON `assistant_conversations` (`organization_id`,`owner`,`updated_at`);