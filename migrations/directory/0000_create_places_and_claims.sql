CREATE TABLE `organization_places` (
	`organization_id` text PRIMARY KEY NOT NULL,
	`shard` text NOT NULL,
	`locator` text NOT NULL,
	`region` text NOT NULL,
	`creation_key` text,
	`state` text NOT NULL,
	`expires_at` integer NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `organization_places_creation_key_unique` ON `organization_places` (`creation_key`);--> statement-breakpoint
CREATE UNIQUE INDEX `organization_places_locator` ON `organization_places` (`shard`,`locator`);--> statement-breakpoint
CREATE INDEX `organization_places_pending` ON `organization_places` (`state`,`shard`,`expires_at`);--> statement-breakpoint
CREATE TABLE `outside_ids` (
	`kind` text NOT NULL,
	`value` text NOT NULL,
	`organization_id` text NOT NULL,
	`shard` text NOT NULL,
	`subject_id` text NOT NULL,
	`state` text NOT NULL,
	`expires_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`kind`, `value`)
);
--> statement-breakpoint
CREATE INDEX `outside_ids_organization` ON `outside_ids` (`organization_id`,`kind`);--> statement-breakpoint
CREATE INDEX `outside_ids_pending` ON `outside_ids` (`state`,`shard`,`expires_at`);