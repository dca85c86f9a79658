-- Imports of records: the file, how far it is, what was wrong with rows, and what each row did, so that it can be taken
-- back.

CREATE TABLE core."recordImport" (
    "id" uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    "workspaceId" uuid NOT NULL REFERENCES core."workspace" ("id") ON DELETE CASCADE,
    "objectMetadataId" uuid NOT NULL REFERENCES core."objectMetadata" ("id") ON DELETE CASCADE,
    "fileName" text NOT NULL,
    "format" text NOT NULL CHECK ("format" IN ('CSV', 'JSONL')),
    -- What the bytes are, as far as they say it themselves; a UTF-8 file has been checked to its end.
    "encoding" text NOT NULL DEFAULT 'UTF-8',
    "byteLength" bigint NOT NULL DEFAULT 0,
    "status" text NOT NULL DEFAULT 'UPLOADING' CHECK ("status" IN
        ('UPLOADING', 'READY', 'VALIDATING', 'RUNNING', 'DONE', 'CANCELLED', 'FAILED', 'UNDOING', 'UNDONE')),
    -- Columns matched to fields, and options; NULL until it is validated or started.
    "plan" jsonb,
    -- In whose name the records are written.
    "userId" uuid REFERENCES core."user" ("id") ON DELETE SET NULL,
    "userWorkspaceId" uuid REFERENCES core."userWorkspace" ("id") ON DELETE SET NULL,
    "workspaceMemberId" uuid,
    "actorName" text NOT NULL DEFAULT '',
    -- How far it is: rows behind us and where the next one begins, written with the rows themselves.
    "rowsRead" bigint NOT NULL DEFAULT 0,
    "bytePosition" bigint NOT NULL DEFAULT 0,
    "created" bigint NOT NULL DEFAULT 0,
    "updated" bigint NOT NULL DEFAULT 0,
    "unchanged" bigint NOT NULL DEFAULT 0,
    "failed" bigint NOT NULL DEFAULT 0,
    -- Records made because a row points at them.
    "related" bigint NOT NULL DEFAULT 0,
    "removed" bigint NOT NULL DEFAULT 0,
    "restored" bigint NOT NULL DEFAULT 0,
    "kept" bigint NOT NULL DEFAULT 0,
    -- The figures above are those of a trial without writing.
    "isTrial" boolean NOT NULL DEFAULT false,
    "problem" text,
    "createdAt" timestamptz NOT NULL DEFAULT now(),
    "updatedAt" timestamptz NOT NULL DEFAULT now(),
    "finishedAt" timestamptz
);
CREATE INDEX ON core."recordImport" ("workspaceId", "createdAt");
CREATE INDEX ON core."recordImport" ("objectMetadataId");
CREATE INDEX ON core."recordImport" ("userId");
CREATE INDEX ON core."recordImport" ("userWorkspaceId");

-- The file in pieces of one size (the last one is shorter); gone once the import is over.
CREATE TABLE core."recordImportChunk" (
    "importId" uuid NOT NULL REFERENCES core."recordImport" ("id") ON DELETE CASCADE,
    "number" integer NOT NULL,
    "bytes" bytea NOT NULL,
    PRIMARY KEY ("importId", "number")
);
-- Compressing what is read once and thrown away costs more than it saves.
ALTER TABLE core."recordImportChunk" ALTER COLUMN "bytes" SET STORAGE EXTERNAL;

CREATE TABLE core."recordImportProblem" (
    "importId" uuid NOT NULL REFERENCES core."recordImport" ("id") ON DELETE CASCADE,
    -- As a spreadsheet counts: the header is row 1.
    "row" bigint NOT NULL,
    "number" integer NOT NULL,
    "column" text,
    "code" text NOT NULL,
    "message" text NOT NULL,
    "value" text,
    -- The whole row, with its first problem only.
    "cells" text[],
    PRIMARY KEY ("importId", "row", "number")
);

-- What a row did: enough to take it back.
CREATE TABLE core."recordImportEntry" (
    "importId" uuid NOT NULL REFERENCES core."recordImport" ("id") ON DELETE CASCADE,
    "recordId" uuid NOT NULL,
    "objectMetadataId" uuid NOT NULL,
    "row" bigint NOT NULL,
    "action" text NOT NULL CHECK ("action" IN ('CREATED', 'RELATED', 'UPDATED')),
    -- Values before the change, of the fields that changed.
    "before" jsonb,
    -- When the import wrote it: a record that says otherwise has been changed since.
    "stamp" timestamptz NOT NULL,
    PRIMARY KEY ("importId", "recordId")
);
CREATE INDEX ON core."recordImportEntry" ("importId", "row");
