-- What a data model that people change needs beyond the standard one: ownership, words replaced, saved filters and
-- orders of views, personal navigation.

ALTER TABLE core."objectMetadata"
    ADD COLUMN "isLabelSyncedWithName" boolean NOT NULL DEFAULT false,
    ADD COLUMN "openRecordIn" text NOT NULL DEFAULT 'USER_CHOICE',
    ADD COLUMN "readability" text NOT NULL DEFAULT 'OPEN',
    ADD COLUMN "writability" text NOT NULL DEFAULT 'OPEN',
    -- Words of the standard application that this workspace has replaced.
    ADD COLUMN "original" jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof("original") = 'object');

ALTER TABLE core."fieldMetadata"
    -- Until now every field was a standard one.
    ADD COLUMN "isStandard" boolean NOT NULL DEFAULT true,
    ADD COLUMN "isLabelSyncedWithName" boolean NOT NULL DEFAULT false,
    ADD COLUMN "isSystemSideEffect" boolean NOT NULL DEFAULT false,
    ADD COLUMN "isAuditLogged" boolean NOT NULL DEFAULT true,
    ADD COLUMN "original" jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof("original") = 'object');
ALTER TABLE core."fieldMetadata" ALTER COLUMN "isStandard" DROP DEFAULT;
-- A name may be given away in the statement that renames its holder.
ALTER TABLE core."fieldMetadata" DROP CONSTRAINT "UQ_fieldMetadata_name";
ALTER TABLE core."fieldMetadata" ADD CONSTRAINT "UQ_fieldMetadata_name"
    UNIQUE ("workspaceId", "objectMetadataId", "name") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE core."objectMetadata" DROP CONSTRAINT "UQ_objectMetadata_nameSingular";
ALTER TABLE core."objectMetadata" ADD CONSTRAINT "UQ_objectMetadata_nameSingular"
    UNIQUE ("workspaceId", "nameSingular") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE core."objectMetadata" DROP CONSTRAINT "UQ_objectMetadata_namePlural";
ALTER TABLE core."objectMetadata" ADD CONSTRAINT "UQ_objectMetadata_namePlural"
    UNIQUE ("workspaceId", "namePlural") DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE core."indexMetadata" ADD COLUMN "isCustom" boolean NOT NULL DEFAULT false;
ALTER TABLE core."indexMetadata" DROP CONSTRAINT "UQ_indexMetadata_name";
ALTER TABLE core."indexMetadata" ADD CONSTRAINT "UQ_indexMetadata_name"
    UNIQUE ("workspaceId", "name") DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE core."view"
    ADD COLUMN "isCustom" boolean NOT NULL DEFAULT false,
    ADD COLUMN "isCompact" boolean NOT NULL DEFAULT false,
    ADD COLUMN "shouldHideEmptyGroups" boolean NOT NULL DEFAULT false,
    ADD COLUMN "visibility" text NOT NULL DEFAULT 'WORKSPACE' CHECK ("visibility" IN ('WORKSPACE', 'UNLISTED')),
    ADD COLUMN "createdByUserWorkspaceId" uuid REFERENCES core."userWorkspace" ("id") ON DELETE SET NULL,
    ADD COLUMN "kanbanAggregateOperation" text,
    ADD COLUMN "kanbanAggregateOperationFieldMetadataId" uuid REFERENCES core."fieldMetadata" ("id") ON DELETE SET NULL,
    ADD COLUMN "kanbanColumnWidth" integer,
    ADD COLUMN "groupLoadLimit" integer,
    ADD COLUMN "calendarLayout" text CHECK ("calendarLayout" IN ('DAY', 'WEEK', 'MONTH')),
    ADD COLUMN "calendarFieldMetadataId" uuid REFERENCES core."fieldMetadata" ("id") ON DELETE SET NULL,
    ADD COLUMN "calendarEndFieldMetadataId" uuid REFERENCES core."fieldMetadata" ("id") ON DELETE SET NULL,
    ADD COLUMN "anyFieldFilterValue" text,
    ADD COLUMN "deletedAt" timestamptz;
CREATE INDEX ON core."view" ("createdByUserWorkspaceId");
CREATE INDEX ON core."view" ("kanbanAggregateOperationFieldMetadataId");
CREATE INDEX ON core."view" ("calendarFieldMetadataId");
CREATE INDEX ON core."view" ("calendarEndFieldMetadataId");

ALTER TABLE core."viewField" DROP CONSTRAINT "UQ_viewField";
ALTER TABLE core."viewField" ADD CONSTRAINT "UQ_viewField"
    UNIQUE ("viewId", "fieldMetadataId") DEFERRABLE INITIALLY DEFERRED;

CREATE TABLE core."viewFilterGroup" (
    "id" uuid PRIMARY KEY,
    "workspaceId" uuid NOT NULL REFERENCES core."workspace" ("id") ON DELETE CASCADE,
    "universalIdentifier" uuid NOT NULL,
    "viewId" uuid NOT NULL REFERENCES core."view" ("id") ON DELETE CASCADE,
    "parentViewFilterGroupId" uuid REFERENCES core."viewFilterGroup" ("id") ON DELETE CASCADE
        DEFERRABLE INITIALLY DEFERRED,
    "logicalOperator" text NOT NULL CHECK ("logicalOperator" IN ('AND', 'OR', 'NOT')),
    "positionInViewFilterGroup" double precision,
    "insertionOrder" bigint GENERATED ALWAYS AS IDENTITY,
    "createdAt" timestamptz NOT NULL DEFAULT now(),
    "updatedAt" timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON core."viewFilterGroup" ("workspaceId");
CREATE INDEX ON core."viewFilterGroup" ("viewId");
CREATE INDEX ON core."viewFilterGroup" ("parentViewFilterGroupId");

ALTER TABLE core."viewFilter"
    -- A value is JSON; those stored as text are JSON texts.
    ALTER COLUMN "value" TYPE jsonb USING to_jsonb("value"),
    ADD COLUMN "viewFilterGroupId" uuid REFERENCES core."viewFilterGroup" ("id") ON DELETE CASCADE,
    ADD COLUMN "positionInViewFilterGroup" double precision,
    ADD COLUMN "relationTargetFieldMetadataId" uuid REFERENCES core."fieldMetadata" ("id") ON DELETE CASCADE;
CREATE INDEX ON core."viewFilter" ("viewFilterGroupId");
CREATE INDEX ON core."viewFilter" ("relationTargetFieldMetadataId");

CREATE TABLE core."viewSort" (
    "id" uuid PRIMARY KEY,
    "workspaceId" uuid NOT NULL REFERENCES core."workspace" ("id") ON DELETE CASCADE,
    "universalIdentifier" uuid NOT NULL,
    "viewId" uuid NOT NULL REFERENCES core."view" ("id") ON DELETE CASCADE,
    "fieldMetadataId" uuid NOT NULL REFERENCES core."fieldMetadata" ("id") ON DELETE CASCADE,
    "direction" text NOT NULL CHECK ("direction" IN ('ASC', 'DESC')),
    "subFieldName" text,
    "insertionOrder" bigint GENERATED ALWAYS AS IDENTITY,
    "createdAt" timestamptz NOT NULL DEFAULT now(),
    "updatedAt" timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON core."viewSort" ("workspaceId");
CREATE INDEX ON core."viewSort" ("viewId");
CREATE INDEX ON core."viewSort" ("fieldMetadataId");

ALTER TABLE core."navigationMenuItem"
    ADD COLUMN "targetRecordId" uuid,
    ADD COLUMN "link" text,
    ADD COLUMN "pageLayoutId" uuid,
    ADD COLUMN "userWorkspaceId" uuid REFERENCES core."userWorkspace" ("id") ON DELETE CASCADE;
CREATE INDEX ON core."navigationMenuItem" ("userWorkspaceId");

-- Long work that a change leaves behind, e.g. an index on a large table: what it is, how far it is, what went wrong.
CREATE TABLE core."dataModelTask" (
    "id" uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    "workspaceId" uuid NOT NULL REFERENCES core."workspace" ("id") ON DELETE CASCADE,
    "kind" text NOT NULL CHECK ("kind" IN ('BUILD_INDEX')),
    "objectMetadataId" uuid NOT NULL REFERENCES core."objectMetadata" ("id") ON DELETE CASCADE,
    "indexName" text NOT NULL,
    "status" text NOT NULL DEFAULT 'WAITING' CHECK ("status" IN ('WAITING', 'RUNNING', 'FAILED')),
    "progress" double precision NOT NULL DEFAULT 0,
    "problem" text,
    "createdAt" timestamptz NOT NULL DEFAULT now(),
    "updatedAt" timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT "UQ_dataModelTask_index" UNIQUE ("workspaceId", "indexName")
);
CREATE INDEX ON core."dataModelTask" ("objectMetadataId");

-- Fields and objects that were deleted can be brought back for a while: their rows are kept here, their columns and
-- tables under another name in the workspace's schema.
CREATE TABLE core."dataModelTrash" (
    "id" uuid PRIMARY KEY,
    "workspaceId" uuid NOT NULL REFERENCES core."workspace" ("id") ON DELETE CASCADE,
    "deletedAt" timestamptz NOT NULL DEFAULT now(),
    -- The rows removed, as a part of a workspace's metadata.
    "rows" jsonb NOT NULL,
    -- Tables, columns and types under their other names.
    "kept" jsonb NOT NULL
);
CREATE INDEX ON core."dataModelTrash" ("workspaceId");
CREATE INDEX ON core."dataModelTrash" ("deletedAt");
