-- Large tables follow some changes of their model later, batch by batch.

ALTER TABLE core."fieldMetadata"
    -- The values of the column's enum type, where they are not just those of the options.
    ADD COLUMN "storedValues" jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof("storedValues") = 'array');

ALTER TABLE core."objectMetadata"
    -- What is searched stands in ordinary columns that a trigger keeps, not in generated ones.
    ADD COLUMN "isSearchKeptByTrigger" boolean NOT NULL DEFAULT false;

ALTER TABLE core."dataModelTask"
    DROP CONSTRAINT "dataModelTask_kind_check",
    ADD CONSTRAINT "dataModelTask_kind_check"
        CHECK ("kind" IN ('BUILD_INDEX', 'MOVE_OPTIONS', 'FILL_SEARCH')),
    -- The last record that was seen to, by id; none before the first batch.
    ADD COLUMN "cursor" uuid,
    -- Records seen to so far.
    ADD COLUMN "done" bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN core."dataModelTask"."indexName" IS
    'What the task is about, once in a workspace: the name of the index, or the id of the field or object.';
