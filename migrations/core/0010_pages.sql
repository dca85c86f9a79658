-- Pages made of tabs and widgets, and the commands of the command menu.

CREATE TABLE core."pageLayout" (
    "id" uuid PRIMARY KEY,
    "workspaceId" uuid NOT NULL REFERENCES core."workspace" ("id") ON DELETE CASCADE,
    "universalIdentifier" uuid NOT NULL,
    "name" text NOT NULL,
    "type" text NOT NULL
        CHECK ("type" IN ('RECORD_INDEX', 'RECORD_PAGE', 'DASHBOARD', 'STANDALONE_PAGE', 'RECORD_FORM')),
    "objectMetadataId" uuid REFERENCES core."objectMetadata" ("id") ON DELETE CASCADE,
    "isFirstTabPinned" boolean NOT NULL,
    "defaultTabToFocusOnMobileAndSidePanelId" uuid,
    -- Made by people, and not along with its object.
    "isCustom" boolean NOT NULL,
    -- What it was made with and this workspace has replaced.
    "original" jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof("original") = 'object'),
    "insertionOrder" bigint GENERATED ALWAYS AS IDENTITY,
    "createdAt" timestamptz NOT NULL DEFAULT now(),
    "updatedAt" timestamptz NOT NULL DEFAULT now(),
    "deletedAt" timestamptz
);
CREATE INDEX ON core."pageLayout" ("workspaceId");
CREATE INDEX ON core."pageLayout" ("objectMetadataId");

CREATE TABLE core."pageLayoutTab" (
    "id" uuid PRIMARY KEY,
    "workspaceId" uuid NOT NULL REFERENCES core."workspace" ("id") ON DELETE CASCADE,
    "universalIdentifier" uuid NOT NULL,
    "pageLayoutId" uuid NOT NULL REFERENCES core."pageLayout" ("id") ON DELETE CASCADE,
    "title" text NOT NULL,
    "icon" text,
    "position" double precision NOT NULL,
    "layoutMode" text NOT NULL CHECK ("layoutMode" IN ('GRID', 'VERTICAL_LIST', 'CANVAS')),
    "isCustom" boolean NOT NULL,
    "isActive" boolean NOT NULL,
    "original" jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof("original") = 'object'),
    "insertionOrder" bigint GENERATED ALWAYS AS IDENTITY,
    "createdAt" timestamptz NOT NULL DEFAULT now(),
    "updatedAt" timestamptz NOT NULL DEFAULT now(),
    "deletedAt" timestamptz
);
CREATE INDEX ON core."pageLayoutTab" ("workspaceId");
CREATE INDEX ON core."pageLayoutTab" ("pageLayoutId");

CREATE TABLE core."pageLayoutWidget" (
    "id" uuid PRIMARY KEY,
    "workspaceId" uuid NOT NULL REFERENCES core."workspace" ("id") ON DELETE CASCADE,
    "universalIdentifier" uuid NOT NULL,
    "pageLayoutTabId" uuid NOT NULL REFERENCES core."pageLayoutTab" ("id") ON DELETE CASCADE,
    "title" text NOT NULL,
    "type" text NOT NULL,
    "objectMetadataId" uuid REFERENCES core."objectMetadata" ("id") ON DELETE CASCADE,
    "position" jsonb,
    "configuration" jsonb NOT NULL CHECK (jsonb_typeof("configuration") = 'object'),
    "conditionalDisplay" jsonb,
    "conditionalAvailabilityExpression" text,
    "isCustom" boolean NOT NULL,
    "isActive" boolean NOT NULL,
    "original" jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof("original") = 'object'),
    "insertionOrder" bigint GENERATED ALWAYS AS IDENTITY,
    "createdAt" timestamptz NOT NULL DEFAULT now(),
    "updatedAt" timestamptz NOT NULL DEFAULT now(),
    "deletedAt" timestamptz
);
CREATE INDEX ON core."pageLayoutWidget" ("workspaceId");
CREATE INDEX ON core."pageLayoutWidget" ("pageLayoutTabId");
CREATE INDEX ON core."pageLayoutWidget" ("objectMetadataId");

CREATE TABLE core."commandMenuItem" (
    "id" uuid PRIMARY KEY,
    "workspaceId" uuid NOT NULL REFERENCES core."workspace" ("id") ON DELETE CASCADE,
    "universalIdentifier" uuid NOT NULL,
    "label" text NOT NULL,
    "shortLabel" text,
    "icon" text,
    "position" double precision NOT NULL,
    "isPinned" boolean NOT NULL,
    "availabilityType" text NOT NULL,
    "engineComponentKey" text NOT NULL,
    "hotKeys" jsonb,
    "navigationTargetObjectMetadataId" uuid REFERENCES core."objectMetadata" ("id") ON DELETE CASCADE,
    "original" jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof("original") = 'object'),
    "insertionOrder" bigint GENERATED ALWAYS AS IDENTITY,
    "createdAt" timestamptz NOT NULL DEFAULT now(),
    "updatedAt" timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON core."commandMenuItem" ("workspaceId");
CREATE INDEX ON core."commandMenuItem" ("navigationTargetObjectMetadataId");

-- How far the metadata of a workspace has been completed with what newer releases ship: 1 has pages and commands.
ALTER TABLE core."workspace" ADD COLUMN "metadataEdition" integer NOT NULL DEFAULT 0;
