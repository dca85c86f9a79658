-- The tables shared by all workspaces. Records live in a schema per workspace, made by the engine.

CREATE SCHEMA IF NOT EXISTS core;
CREATE EXTENSION IF NOT EXISTS unaccent WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;

-- unaccent() itself is only stable, because its dictionary may be altered; generated columns and indexes need an
-- immutable function.
CREATE FUNCTION public.unaccent_immutable(input text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN public.unaccent('public.unaccent'::regdictionary, input);

-- People and workspaces -------------------------------------------------------------------------

CREATE TABLE core."user" (
    "id" uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    "firstName" text NOT NULL DEFAULT '',
    "lastName" text NOT NULL DEFAULT '',
    "email" text NOT NULL CONSTRAINT "UQ_user_email" UNIQUE CHECK ("email" = lower("email")),
    "isEmailVerified" boolean NOT NULL DEFAULT false,
    "disabled" boolean NOT NULL DEFAULT false,
    "passwordHash" text,
    "canImpersonate" boolean NOT NULL DEFAULT false,
    "canAccessFullAdminPanel" boolean NOT NULL DEFAULT false,
    "locale" text NOT NULL DEFAULT 'en',
    "createdAt" timestamptz NOT NULL DEFAULT now(),
    "updatedAt" timestamptz NOT NULL DEFAULT now(),
    "deletedAt" timestamptz
);

CREATE TABLE core."workspace" (
    "id" uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    "displayName" text NOT NULL DEFAULT '',
    "subdomain" text NOT NULL CONSTRAINT "UQ_workspace_subdomain" UNIQUE,
    "inviteHash" uuid NOT NULL DEFAULT gen_random_uuid(),
    "activationStatus" text NOT NULL DEFAULT 'PENDING_CREATION' CHECK ("activationStatus" IN
        ('PENDING_CREATION', 'ONGOING_CREATION', 'CREATED', 'ACTIVE', 'SUSPENDED', 'INACTIVE')),
    "databaseSchema" text NOT NULL CONSTRAINT "UQ_workspace_databaseSchema" UNIQUE,
    "metadataVersion" bigint NOT NULL DEFAULT 1,
    "logo" text,
    "createdAt" timestamptz NOT NULL DEFAULT now(),
    "updatedAt" timestamptz NOT NULL DEFAULT now(),
    "deletedAt" timestamptz
);

CREATE TABLE core."userWorkspace" (
    "id" uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    "userId" uuid NOT NULL REFERENCES core."user" ("id") ON DELETE CASCADE,
    "workspaceId" uuid NOT NULL REFERENCES core."workspace" ("id") ON DELETE CASCADE,
    "createdAt" timestamptz NOT NULL DEFAULT now(),
    "updatedAt" timestamptz NOT NULL DEFAULT now(),
    "deletedAt" timestamptz,
    CONSTRAINT "UQ_userWorkspace" UNIQUE ("userId", "workspaceId")
);
CREATE INDEX ON core."userWorkspace" ("workspaceId");

CREATE TABLE core."userSession" (
    "id" uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    -- SHA-256 of the token; the token itself is only in the browser.
    "tokenHash" bytea NOT NULL CONSTRAINT "UQ_userSession_tokenHash" UNIQUE CHECK (length("tokenHash") = 32),
    "userId" uuid NOT NULL REFERENCES core."user" ("id") ON DELETE CASCADE,
    "workspaceId" uuid REFERENCES core."workspace" ("id") ON DELETE CASCADE,
    "userWorkspaceId" uuid REFERENCES core."userWorkspace" ("id") ON DELETE CASCADE,
    "authProvider" text NOT NULL DEFAULT 'password',
    "isImpersonating" boolean NOT NULL DEFAULT false,
    "impersonatorUserWorkspaceId" uuid REFERENCES core."userWorkspace" ("id") ON DELETE CASCADE,
    "impersonatedUserWorkspaceId" uuid REFERENCES core."userWorkspace" ("id") ON DELETE CASCADE,
    "userAgent" text,
    "ipAddress" text,
    "createdAt" timestamptz NOT NULL DEFAULT now(),
    "expiresAt" timestamptz NOT NULL,
    "lastActiveAt" timestamptz NOT NULL DEFAULT now(),
    "revokedAt" timestamptz,
    "revokedReason" text,
    CHECK (("workspaceId" IS NULL) = ("userWorkspaceId" IS NULL)),
    CHECK (NOT "isImpersonating" OR ("workspaceId" IS NOT NULL AND "impersonatorUserWorkspaceId" IS NOT NULL
        AND "impersonatedUserWorkspaceId" IS NOT NULL))
);
CREATE INDEX ON core."userSession" ("userId");
CREATE INDEX ON core."userSession" ("workspaceId");
CREATE INDEX ON core."userSession" ("userWorkspaceId");
CREATE INDEX ON core."userSession" ("expiresAt");

-- Metadata --------------------------------------------------------------------------------------
-- "insertionOrder" keeps lists in the order they were written in.

CREATE TABLE core."objectMetadata" (
    "id" uuid PRIMARY KEY,
    "workspaceId" uuid NOT NULL REFERENCES core."workspace" ("id") ON DELETE CASCADE,
    "universalIdentifier" uuid NOT NULL,
    "nameSingular" text NOT NULL,
    "namePlural" text NOT NULL,
    "labelSingular" text NOT NULL,
    "labelPlural" text NOT NULL,
    "description" text,
    "icon" text,
    "color" text,
    "shortcut" text,
    "isStandard" boolean NOT NULL,
    "isSystem" boolean NOT NULL,
    "isActive" boolean NOT NULL,
    "isSearchable" boolean NOT NULL,
    "isAuditLogged" boolean NOT NULL,
    "isUICreatable" boolean NOT NULL,
    "isUIEditable" boolean NOT NULL,
    "labelIdentifierFieldMetadataId" uuid NOT NULL,
    "imageIdentifierFieldMetadataId" uuid,
    "duplicateCriteria" jsonb,
    "insertionOrder" bigint GENERATED ALWAYS AS IDENTITY,
    "createdAt" timestamptz NOT NULL DEFAULT now(),
    "updatedAt" timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT "UQ_objectMetadata_nameSingular" UNIQUE ("workspaceId", "nameSingular"),
    CONSTRAINT "UQ_objectMetadata_namePlural" UNIQUE ("workspaceId", "namePlural"),
    CONSTRAINT "UQ_objectMetadata_universalIdentifier" UNIQUE ("workspaceId", "universalIdentifier")
);

CREATE TABLE core."fieldMetadata" (
    "id" uuid PRIMARY KEY,
    "workspaceId" uuid NOT NULL REFERENCES core."workspace" ("id") ON DELETE CASCADE,
    "universalIdentifier" uuid NOT NULL,
    "objectMetadataId" uuid NOT NULL REFERENCES core."objectMetadata" ("id") ON DELETE CASCADE,
    "type" text NOT NULL,
    "name" text NOT NULL,
    "label" text NOT NULL,
    "description" text,
    "icon" text,
    "isNullable" boolean NOT NULL,
    "defaultValue" jsonb,
    "options" jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof("options") = 'array'),
    "settings" jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof("settings") = 'object'),
    "isSystem" boolean NOT NULL,
    "isActive" boolean NOT NULL,
    "isUIEditable" boolean NOT NULL,
    "position" double precision NOT NULL,
    "relationTargetObjectMetadataId" uuid REFERENCES core."objectMetadata" ("id") DEFERRABLE INITIALLY DEFERRED,
    "relationTargetFieldMetadataId" uuid REFERENCES core."fieldMetadata" ("id") DEFERRABLE INITIALLY DEFERRED,
    "morphId" uuid,
    "insertionOrder" bigint GENERATED ALWAYS AS IDENTITY,
    "createdAt" timestamptz NOT NULL DEFAULT now(),
    "updatedAt" timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT "UQ_fieldMetadata_name" UNIQUE ("workspaceId", "objectMetadataId", "name"),
    CONSTRAINT "UQ_fieldMetadata_universalIdentifier" UNIQUE ("workspaceId", "universalIdentifier"),
    CHECK ("type" <> 'MORPH_RELATION' OR "morphId" IS NOT NULL)
);
CREATE INDEX ON core."fieldMetadata" ("objectMetadataId");
CREATE INDEX ON core."fieldMetadata" ("relationTargetObjectMetadataId");
CREATE INDEX ON core."fieldMetadata" ("relationTargetFieldMetadataId");

ALTER TABLE core."objectMetadata"
    ADD FOREIGN KEY ("labelIdentifierFieldMetadataId") REFERENCES core."fieldMetadata" ("id")
        DEFERRABLE INITIALLY DEFERRED,
    ADD FOREIGN KEY ("imageIdentifierFieldMetadataId") REFERENCES core."fieldMetadata" ("id")
        DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX ON core."objectMetadata" ("labelIdentifierFieldMetadataId");
CREATE INDEX ON core."objectMetadata" ("imageIdentifierFieldMetadataId");

CREATE TABLE core."searchFieldMetadata" (
    "objectMetadataId" uuid NOT NULL REFERENCES core."objectMetadata" ("id") ON DELETE CASCADE,
    "fieldMetadataId" uuid NOT NULL REFERENCES core."fieldMetadata" ("id") ON DELETE CASCADE,
    "workspaceId" uuid NOT NULL REFERENCES core."workspace" ("id") ON DELETE CASCADE,
    "position" integer NOT NULL,
    "createdAt" timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY ("objectMetadataId", "fieldMetadataId")
);
CREATE INDEX ON core."searchFieldMetadata" ("fieldMetadataId");
CREATE INDEX ON core."searchFieldMetadata" ("workspaceId");

CREATE TABLE core."indexMetadata" (
    "id" uuid PRIMARY KEY,
    "workspaceId" uuid NOT NULL REFERENCES core."workspace" ("id") ON DELETE CASCADE,
    "universalIdentifier" uuid NOT NULL,
    "objectMetadataId" uuid NOT NULL REFERENCES core."objectMetadata" ("id") ON DELETE CASCADE,
    "name" text NOT NULL,
    "isUnique" boolean NOT NULL,
    "indexType" text NOT NULL CHECK ("indexType" IN ('BTREE', 'GIN')),
    "liveRowsOnly" boolean NOT NULL,
    "insertionOrder" bigint GENERATED ALWAYS AS IDENTITY,
    "createdAt" timestamptz NOT NULL DEFAULT now(),
    "updatedAt" timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT "UQ_indexMetadata_name" UNIQUE ("workspaceId", "name")
);
CREATE INDEX ON core."indexMetadata" ("objectMetadataId");

CREATE TABLE core."indexFieldMetadata" (
    "indexMetadataId" uuid NOT NULL REFERENCES core."indexMetadata" ("id") ON DELETE CASCADE,
    "order" integer NOT NULL,
    "fieldMetadataId" uuid NOT NULL REFERENCES core."fieldMetadata" ("id") ON DELETE CASCADE,
    "workspaceId" uuid NOT NULL REFERENCES core."workspace" ("id") ON DELETE CASCADE,
    "subFieldName" text,
    "createdAt" timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY ("indexMetadataId", "order")
);
CREATE INDEX ON core."indexFieldMetadata" ("fieldMetadataId");
CREATE INDEX ON core."indexFieldMetadata" ("workspaceId");

-- Views and navigation --------------------------------------------------------------------------

CREATE TABLE core."view" (
    "id" uuid PRIMARY KEY,
    "workspaceId" uuid NOT NULL REFERENCES core."workspace" ("id") ON DELETE CASCADE,
    "universalIdentifier" uuid NOT NULL,
    "objectMetadataId" uuid NOT NULL REFERENCES core."objectMetadata" ("id") ON DELETE CASCADE,
    "name" text NOT NULL,
    "icon" text NOT NULL,
    "type" text NOT NULL,
    "key" text,
    "position" double precision NOT NULL,
    "mainGroupByFieldMetadataId" uuid REFERENCES core."fieldMetadata" ("id") ON DELETE SET NULL,
    "insertionOrder" bigint GENERATED ALWAYS AS IDENTITY,
    "createdAt" timestamptz NOT NULL DEFAULT now(),
    "updatedAt" timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON core."view" ("workspaceId");
CREATE INDEX ON core."view" ("objectMetadataId");
CREATE INDEX ON core."view" ("mainGroupByFieldMetadataId");

CREATE TABLE core."viewFieldGroup" (
    "id" uuid PRIMARY KEY,
    "workspaceId" uuid NOT NULL REFERENCES core."workspace" ("id") ON DELETE CASCADE,
    "universalIdentifier" uuid NOT NULL,
    "viewId" uuid NOT NULL REFERENCES core."view" ("id") ON DELETE CASCADE,
    "name" text NOT NULL,
    "position" double precision NOT NULL,
    "isVisible" boolean NOT NULL,
    "insertionOrder" bigint GENERATED ALWAYS AS IDENTITY,
    "createdAt" timestamptz NOT NULL DEFAULT now(),
    "updatedAt" timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON core."viewFieldGroup" ("workspaceId");
CREATE INDEX ON core."viewFieldGroup" ("viewId");

CREATE TABLE core."viewField" (
    "id" uuid PRIMARY KEY,
    "workspaceId" uuid NOT NULL REFERENCES core."workspace" ("id") ON DELETE CASCADE,
    "universalIdentifier" uuid NOT NULL,
    "viewId" uuid NOT NULL REFERENCES core."view" ("id") ON DELETE CASCADE,
    "fieldMetadataId" uuid NOT NULL REFERENCES core."fieldMetadata" ("id") ON DELETE CASCADE,
    "position" double precision NOT NULL,
    "isVisible" boolean NOT NULL,
    "size" integer NOT NULL CHECK ("size" >= 0),
    "aggregateOperation" text,
    "viewFieldGroupId" uuid REFERENCES core."viewFieldGroup" ("id") ON DELETE SET NULL,
    "insertionOrder" bigint GENERATED ALWAYS AS IDENTITY,
    "createdAt" timestamptz NOT NULL DEFAULT now(),
    "updatedAt" timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT "UQ_viewField" UNIQUE ("viewId", "fieldMetadataId")
);
CREATE INDEX ON core."viewField" ("workspaceId");
CREATE INDEX ON core."viewField" ("fieldMetadataId");
CREATE INDEX ON core."viewField" ("viewFieldGroupId");

CREATE TABLE core."viewGroup" (
    "id" uuid PRIMARY KEY,
    "workspaceId" uuid NOT NULL REFERENCES core."workspace" ("id") ON DELETE CASCADE,
    "universalIdentifier" uuid NOT NULL,
    "viewId" uuid NOT NULL REFERENCES core."view" ("id") ON DELETE CASCADE,
    "fieldValue" text NOT NULL,
    "isVisible" boolean NOT NULL,
    "position" double precision NOT NULL,
    "insertionOrder" bigint GENERATED ALWAYS AS IDENTITY,
    "createdAt" timestamptz NOT NULL DEFAULT now(),
    "updatedAt" timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON core."viewGroup" ("workspaceId");
CREATE INDEX ON core."viewGroup" ("viewId");

CREATE TABLE core."viewFilter" (
    "id" uuid PRIMARY KEY,
    "workspaceId" uuid NOT NULL REFERENCES core."workspace" ("id") ON DELETE CASCADE,
    "universalIdentifier" uuid NOT NULL,
    "viewId" uuid NOT NULL REFERENCES core."view" ("id") ON DELETE CASCADE,
    "fieldMetadataId" uuid NOT NULL REFERENCES core."fieldMetadata" ("id") ON DELETE CASCADE,
    "operand" text NOT NULL,
    "value" text NOT NULL,
    "subFieldName" text,
    "insertionOrder" bigint GENERATED ALWAYS AS IDENTITY,
    "createdAt" timestamptz NOT NULL DEFAULT now(),
    "updatedAt" timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON core."viewFilter" ("workspaceId");
CREATE INDEX ON core."viewFilter" ("viewId");
CREATE INDEX ON core."viewFilter" ("fieldMetadataId");

CREATE TABLE core."navigationMenuItem" (
    "id" uuid PRIMARY KEY,
    "workspaceId" uuid NOT NULL REFERENCES core."workspace" ("id") ON DELETE CASCADE,
    "universalIdentifier" uuid NOT NULL,
    "type" text NOT NULL,
    "name" text,
    "icon" text,
    "color" text,
    "targetObjectMetadataId" uuid REFERENCES core."objectMetadata" ("id") ON DELETE CASCADE,
    "viewId" uuid REFERENCES core."view" ("id") ON DELETE CASCADE,
    "folderId" uuid REFERENCES core."navigationMenuItem" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    "position" double precision NOT NULL,
    "insertionOrder" bigint GENERATED ALWAYS AS IDENTITY,
    "createdAt" timestamptz NOT NULL DEFAULT now(),
    "updatedAt" timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON core."navigationMenuItem" ("workspaceId");
CREATE INDEX ON core."navigationMenuItem" ("targetObjectMetadataId");
CREATE INDEX ON core."navigationMenuItem" ("viewId");
CREATE INDEX ON core."navigationMenuItem" ("folderId");

-- Events ----------------------------------------------------------------------------------------

CREATE TABLE core."recordEvent" (
    "id" bigint GENERATED ALWAYS AS IDENTITY,
    "workspaceId" uuid NOT NULL REFERENCES core."workspace" ("id") ON DELETE CASCADE,
    "objectName" text NOT NULL,
    "recordId" uuid NOT NULL,
    "action" text NOT NULL CHECK ("action" IN ('created', 'updated', 'deleted', 'restored', 'destroyed')),
    "updatedFields" text[] NOT NULL DEFAULT '{}',
    "payload" jsonb NOT NULL,
    "createdAt" timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY ("workspaceId", "id")
);
-- Rows are only added at the end and removed at the start.
CREATE INDEX ON core."recordEvent" USING brin ("createdAt");

-- Writes events and tells listeners in the caller's transaction; answers the ids in the order of the events.
--
-- A reader that has seen event N of a workspace asks for what comes after N, so no smaller id of the workspace may
-- appear later. Ids are given out before the commit; therefore the lock, held to the end of the transaction, lets
-- only one transaction at a time go from "takes its ids" to "is committed". A lock costs no row version, unlike a
-- counter row in the workspace.
CREATE FUNCTION core.append_record_events(workspace uuid, events jsonb) RETURNS bigint[]
    LANGUAGE plpgsql AS $$
DECLARE
    ids bigint[];
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('core.recordEvent:' || workspace::text, 0));
    WITH added AS (
        INSERT INTO core."recordEvent" ("workspaceId", "objectName", "recordId", "action", "updatedFields", "payload")
        SELECT workspace, event."objectName", event."recordId", event."action", event."updatedFields", event."payload"
        FROM ROWS FROM (jsonb_to_recordset(events) AS ("objectName" text, "recordId" uuid, "action" text,
            "updatedFields" text[], "payload" jsonb)) WITH ORDINALITY
            AS event ("objectName", "recordId", "action", "updatedFields", "payload", "number")
        ORDER BY event."number"
        RETURNING "id"
    )
    SELECT array_agg("id" ORDER BY "id") INTO ids FROM added;
    IF ids IS NULL THEN
        RETURN '{}';
    END IF;
    PERFORM pg_notify('icosa_events', workspace || ':' || ids[1] || ':' || ids[array_upper(ids, 1)]);
    RETURN ids;
END
$$;
