-- Unique indexes over values that are there are built before the change that asks for them.

ALTER TABLE core."dataModelTask"
    DROP CONSTRAINT "dataModelTask_kind_check",
    ADD CONSTRAINT "dataModelTask_kind_check"
        CHECK ("kind" IN ('BUILD_INDEX', 'MOVE_OPTIONS', 'FILL_SEARCH', 'PREPARE_UNIQUE')),
    -- Since when an index has been put off again and again because others hold it up.
    ADD COLUMN "heldSince" timestamptz;
COMMENT ON COLUMN core."dataModelTask"."updatedAt" IS
    'Of PREPARE_UNIQUE: when whoever builds the index was last seen; nobody does when it is long ago.';

ALTER TABLE core."recordImport"
    -- Workers that have begun to go on with it and were not heard of again, since the last portion.
    ADD COLUMN "lostWorkers" integer NOT NULL DEFAULT 0;
