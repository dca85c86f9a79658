-- How far the events of each workspace have been removed: who comes back to a stream with the id of an event has missed
-- none as long as that event, or one before it, was the last that is gone.
CREATE TABLE core."prunedEvents" (
    "workspaceId" uuid PRIMARY KEY REFERENCES core."workspace" ("id") ON DELETE CASCADE,
    -- The newest event that is gone.
    "lastId" bigint NOT NULL
);

-- By a trigger, so that whatever removes events keeps it, the running release, too. Events that go with their workspace
-- leave nothing behind.
CREATE FUNCTION core.remember_pruned_events() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO core."prunedEvents" AS known ("workspaceId", "lastId")
    SELECT gone."workspaceId", max(gone."id") FROM gone
    WHERE EXISTS (SELECT FROM core."workspace" w WHERE w."id" = gone."workspaceId")
    GROUP BY gone."workspaceId"
    ORDER BY gone."workspaceId"
    ON CONFLICT ("workspaceId") DO UPDATE SET "lastId" = greatest(known."lastId", excluded."lastId");
    RETURN NULL;
END
$$;

CREATE TRIGGER remember_pruned_events AFTER DELETE ON core."recordEvent"
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION core.remember_pruned_events();

-- What has been removed before: all that may have come before the oldest event that is there.
INSERT INTO core."prunedEvents" ("workspaceId", "lastId")
SELECT w."id", kept."lastId" FROM core."workspace" w CROSS JOIN LATERAL (
    SELECT coalesce(
        (SELECT min(e."id") - 1 FROM core."recordEvent" e WHERE e."workspaceId" = w."id"),
        pg_sequence_last_value(pg_get_serial_sequence('core."recordEvent"', 'id')::regclass),
        0
    ) AS "lastId"
) kept
WHERE kept."lastId" > 0;
