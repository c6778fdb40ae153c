-- As in the shards: a batch aborts by name. INSERT INTO assertion SELECT 'not_found' WHERE changes() <> 1 after a guarded statement.
-- The table stays empty: its trigger refuses every row, and with it the whole batch.
CREATE TABLE `assertion` (`label` text NOT NULL);
--> statement-breakpoint
CREATE TRIGGER `assertion_aborts` BEFORE INSERT ON `assertion` BEGIN SELECT RAISE(ABORT, NEW.label); END;
