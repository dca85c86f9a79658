-- Files: what is kept where, who may complete an upload, and which records hold which file.

CREATE TABLE core."file" (
    "id" uuid PRIMARY KEY,
    -- No foreign key: what a workspace has left in storage is removed after it, by its rows here.
    "workspaceId" uuid NOT NULL,
    "applicationId" uuid NOT NULL,
    -- Below the workspace and the application, beginning with the folder.
    "path" text NOT NULL,
    -- What people call it.
    "name" text NOT NULL,
    "size" bigint NOT NULL CHECK ("size" >= 0),
    "mimeType" text NOT NULL DEFAULT 'application/octet-stream',
    "isStaticAsset" boolean NOT NULL DEFAULT false,
    "status" text NOT NULL CHECK ("status" IN ('PENDING', 'UPLOADED')),
    "settings" jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof("settings") = 'object'),
    -- The field it was sent for.
    "fieldMetadataId" uuid,
    -- The membership or API key that sends it.
    "createdBy" uuid NOT NULL,
    -- Removed after that moment, unless somebody takes it.
    "expiresAt" timestamptz,
    "deletedAt" timestamptz,
    "createdAt" timestamptz NOT NULL DEFAULT now(),
    "updatedAt" timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT "UQ_file_path" UNIQUE ("workspaceId", "applicationId", "path")
);
CREATE INDEX ON core."file" ("expiresAt") WHERE "expiresAt" IS NOT NULL;

-- Which field of which record holds a file. Tables of workspaces cannot be referenced from here: a file whose record
-- went away without a word (with another one, with its table) is found by looking.
CREATE TABLE core."fileUse" (
    "fileId" uuid NOT NULL REFERENCES core."file" ("id") ON DELETE CASCADE,
    "recordId" uuid NOT NULL,
    "fieldMetadataId" uuid NOT NULL,
    "objectMetadataId" uuid NOT NULL,
    "workspaceId" uuid NOT NULL,
    PRIMARY KEY ("fileId", "recordId", "fieldMetadataId")
);
CREATE INDEX ON core."fileUse" ("workspaceId", "objectMetadataId", "recordId");
