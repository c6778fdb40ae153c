CREATE INDEX `connections_status` ON `connections` (`organization_id`,`status`,`id`);--> statement-breakpoint
CREATE INDEX `runs_state` ON `runs` (`organization_id`,`state`,`started_at`);