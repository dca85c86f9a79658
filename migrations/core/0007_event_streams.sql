-- Streams of live events that clients of the API hold open, on whichever instance, and what each asked to be told of.
-- Not logged: a stream ends with the connection it is sent over, and its client opens another one.
CREATE UNLOGGED TABLE core."eventStream" (
    "workspaceId" uuid NOT NULL REFERENCES core."workspace" ("id") ON DELETE CASCADE,
    "id" text NOT NULL,
    "userId" uuid NOT NULL,
    -- Operation signatures by the client's own id of the query.
    "queries" jsonb NOT NULL DEFAULT '{}',
    -- Moved on for as long as the connection lives.
    "expiresAt" timestamptz NOT NULL,
    PRIMARY KEY ("workspaceId", "id")
);
