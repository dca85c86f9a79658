CREATE SCHEMA "workspace_1wgvd1injqtife6y4rvfbu3h5";
CREATE TYPE "workspace_1wgvd1injqtife6y4rvfbu3h5"."company_createdBySource_enum" AS ENUM ('EMAIL', 'CALENDAR', 'WORKFLOW', 'AGENT', 'API', 'IMPORT', 'MANUAL', 'SYSTEM', 'WEBHOOK', 'APPLICATION');
CREATE TYPE "workspace_1wgvd1injqtife6y4rvfbu3h5"."company_updatedBySource_enum" AS ENUM ('EMAIL', 'CALENDAR', 'WORKFLOW', 'AGENT', 'API', 'IMPORT', 'MANUAL', 'SYSTEM', 'WEBHOOK', 'APPLICATION');
CREATE TYPE "workspace_1wgvd1injqtife6y4rvfbu3h5"."company_tags_enum" AS ENUM ('HOT', 'COLD', 'ODD');
CREATE TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" (
  "id" uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  "createdAt" timestamptz NOT NULL DEFAULT now(),
  "updatedAt" timestamptz NOT NULL DEFAULT now(),
  "deletedAt" timestamptz,
  "createdBySource" "workspace_1wgvd1injqtife6y4rvfbu3h5"."company_createdBySource_enum" NOT NULL DEFAULT 'MANUAL'::"workspace_1wgvd1injqtife6y4rvfbu3h5"."company_createdBySource_enum",
  "createdByWorkspaceMemberId" uuid,
  "createdByName" text NOT NULL DEFAULT 'System'::text,
  "createdByContext" jsonb,
  "updatedBySource" "workspace_1wgvd1injqtife6y4rvfbu3h5"."company_updatedBySource_enum" NOT NULL DEFAULT 'MANUAL'::"workspace_1wgvd1injqtife6y4rvfbu3h5"."company_updatedBySource_enum",
  "updatedByWorkspaceMemberId" uuid,
  "updatedByName" text NOT NULL DEFAULT 'System'::text,
  "updatedByContext" jsonb,
  "position" double precision NOT NULL DEFAULT '0'::double precision,
  "searchVector" tsvector GENERATED ALWAYS AS (to_tsvector('simple', public.unaccent_immutable(left((coalesce("name", '') || ' ' || coalesce("domainNamePrimaryLinkLabel", '') || ' ' || coalesce("domainNamePrimaryLinkUrl", '') || ' ' || coalesce(regexp_replace("domainNameSecondaryLinks"::text, '"(label|url)":|[][{}",]', ' ', 'g'), '')), 200000)))) STORED,
  "name" text,
  "domainNamePrimaryLinkLabel" text,
  "domainNamePrimaryLinkUrl" text,
  "domainNameSecondaryLinks" jsonb,
  "addressAddressStreet1" text,
  "addressAddressStreet2" text,
  "addressAddressCity" text,
  "addressAddressPostcode" text,
  "addressAddressState" text,
  "addressAddressCountry" text,
  "addressAddressLat" numeric,
  "addressAddressLng" numeric,
  "annualRevenueAmountMicros" numeric,
  "annualRevenueCurrencyCode" text,
  "employees" double precision,
  "idealCustomer" boolean NOT NULL DEFAULT 'false'::boolean,
  "tags" "workspace_1wgvd1injqtife6y4rvfbu3h5"."company_tags_enum"[] DEFAULT '{"COLD"}'::"workspace_1wgvd1injqtife6y4rvfbu3h5"."company_tags_enum"[],
  "aliases" text[],
  "foundedOn" date,
  "data" jsonb DEFAULT '{"it''s":"here"}'::jsonb,
  "#search" text GENERATED ALWAYS AS (lower(public.unaccent_immutable(left((coalesce("name", '') || E'\n' || (coalesce("domainNamePrimaryLinkLabel", '') || ' ' || coalesce("domainNamePrimaryLinkUrl", '') || ' ' || coalesce(regexp_replace("domainNameSecondaryLinks"::text, '"(label|url)":|[][{}",]', ' ', 'g'), ''))), 4000)))) STORED
);
CREATE TYPE "workspace_1wgvd1injqtife6y4rvfbu3h5"."person_createdBySource_enum" AS ENUM ('EMAIL', 'CALENDAR', 'WORKFLOW', 'AGENT', 'API', 'IMPORT', 'MANUAL', 'SYSTEM', 'WEBHOOK', 'APPLICATION');
CREATE TYPE "workspace_1wgvd1injqtife6y4rvfbu3h5"."person_updatedBySource_enum" AS ENUM ('EMAIL', 'CALENDAR', 'WORKFLOW', 'AGENT', 'API', 'IMPORT', 'MANUAL', 'SYSTEM', 'WEBHOOK', 'APPLICATION');
CREATE TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."person" (
  "id" uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  "createdAt" timestamptz NOT NULL DEFAULT now(),
  "updatedAt" timestamptz NOT NULL DEFAULT now(),
  "deletedAt" timestamptz,
  "createdBySource" "workspace_1wgvd1injqtife6y4rvfbu3h5"."person_createdBySource_enum" NOT NULL DEFAULT 'MANUAL'::"workspace_1wgvd1injqtife6y4rvfbu3h5"."person_createdBySource_enum",
  "createdByWorkspaceMemberId" uuid,
  "createdByName" text NOT NULL DEFAULT 'System'::text,
  "createdByContext" jsonb,
  "updatedBySource" "workspace_1wgvd1injqtife6y4rvfbu3h5"."person_updatedBySource_enum" NOT NULL DEFAULT 'MANUAL'::"workspace_1wgvd1injqtife6y4rvfbu3h5"."person_updatedBySource_enum",
  "updatedByWorkspaceMemberId" uuid,
  "updatedByName" text NOT NULL DEFAULT 'System'::text,
  "updatedByContext" jsonb,
  "position" double precision NOT NULL DEFAULT '0'::double precision,
  "searchVector" tsvector GENERATED ALWAYS AS (to_tsvector('simple', public.unaccent_immutable(left((coalesce("nameFirstName", '') || ' ' || coalesce("nameLastName", '') || ' ' || coalesce("emailsPrimaryEmail", '') || ' ' || split_part(coalesce("emailsPrimaryEmail", ''), '@', 2) || ' ' || coalesce(translate("emailsAdditionalEmails"::text, '[]",', '    '), '') || ' ' || coalesce(replace(translate("emailsAdditionalEmails"::text, '[]",', '    '), '@', ' '), '') || ' ' || coalesce("phonesPrimaryPhoneNumber", '') || ' ' || coalesce((replace("phonesPrimaryPhoneCallingCode", '+', '') || "phonesPrimaryPhoneNumber"), '') || ' ' || coalesce((coalesce("phonesPrimaryPhoneCallingCode", '') || "phonesPrimaryPhoneNumber"), '') || ' ' || coalesce(('0' || "phonesPrimaryPhoneNumber"), '') || ' ' || coalesce(regexp_replace("phonesAdditionalPhones"::text, '"(number|countryCode|callingCode)"|[][{}",:]', ' ', 'g'), '') || ' ' || coalesce("jobTitle", '')), 200000)))) STORED,
  "nameFirstName" text,
  "nameLastName" text,
  "emailsPrimaryEmail" text,
  "emailsAdditionalEmails" jsonb,
  "phonesPrimaryPhoneNumber" text,
  "phonesPrimaryPhoneCountryCode" text,
  "phonesPrimaryPhoneCallingCode" text,
  "phonesAdditionalPhones" jsonb,
  "jobTitle" text,
  "avatarFile" jsonb,
  "companyId" uuid,
  "#search" text GENERATED ALWAYS AS (lower(public.unaccent_immutable(left((btrim((coalesce("nameFirstName", '') || ' ' || coalesce("nameLastName", ''))) || E'\n' || (coalesce("emailsPrimaryEmail", '') || ' ' || coalesce(translate("emailsAdditionalEmails"::text, '[]",', '    '), '') || ' ' || coalesce((coalesce("phonesPrimaryPhoneCallingCode", '') || "phonesPrimaryPhoneNumber"), '') || ' ' || coalesce(('0' || "phonesPrimaryPhoneNumber"), '') || ' ' || coalesce(regexp_replace("phonesAdditionalPhones"::text, '"(number|countryCode|callingCode)"|[][{}",:]', ' ', 'g'), '') || ' ' || coalesce("jobTitle", ''))), 4000)))) STORED
);
CREATE TYPE "workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity_createdBySource_enum" AS ENUM ('EMAIL', 'CALENDAR', 'WORKFLOW', 'AGENT', 'API', 'IMPORT', 'MANUAL', 'SYSTEM', 'WEBHOOK', 'APPLICATION');
CREATE TYPE "workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity_updatedBySource_enum" AS ENUM ('EMAIL', 'CALENDAR', 'WORKFLOW', 'AGENT', 'API', 'IMPORT', 'MANUAL', 'SYSTEM', 'WEBHOOK', 'APPLICATION');
CREATE TYPE "workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity_stage_enum" AS ENUM ('NEW', 'MEETING', 'CUSTOMER');
CREATE TYPE "workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity_rating_enum" AS ENUM ('RATING_1', 'RATING_2', 'RATING_3');
CREATE TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity" (
  "id" uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  "createdAt" timestamptz NOT NULL DEFAULT now(),
  "updatedAt" timestamptz NOT NULL DEFAULT now(),
  "deletedAt" timestamptz,
  "createdBySource" "workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity_createdBySource_enum" NOT NULL DEFAULT 'MANUAL'::"workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity_createdBySource_enum",
  "createdByWorkspaceMemberId" uuid,
  "createdByName" text NOT NULL DEFAULT 'System'::text,
  "createdByContext" jsonb,
  "updatedBySource" "workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity_updatedBySource_enum" NOT NULL DEFAULT 'MANUAL'::"workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity_updatedBySource_enum",
  "updatedByWorkspaceMemberId" uuid,
  "updatedByName" text NOT NULL DEFAULT 'System'::text,
  "updatedByContext" jsonb,
  "position" double precision NOT NULL DEFAULT '0'::double precision,
  "searchVector" tsvector GENERATED ALWAYS AS (to_tsvector('simple', public.unaccent_immutable(left(coalesce("name", ''), 200000)))) STORED,
  "name" text,
  "amountAmountMicros" numeric,
  "amountCurrencyCode" text,
  "closeDate" timestamptz,
  "stage" "workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity_stage_enum" NOT NULL DEFAULT 'NEW'::"workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity_stage_enum",
  "rating" "workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity_rating_enum",
  "companyId" uuid,
  "pointOfContactId" uuid,
  "#search" text GENERATED ALWAYS AS (lower(public.unaccent_immutable(left((coalesce("name", '') || E'\n'), 4000)))) STORED
);
CREATE TYPE "workspace_1wgvd1injqtife6y4rvfbu3h5"."note_createdBySource_enum" AS ENUM ('EMAIL', 'CALENDAR', 'WORKFLOW', 'AGENT', 'API', 'IMPORT', 'MANUAL', 'SYSTEM', 'WEBHOOK', 'APPLICATION');
CREATE TYPE "workspace_1wgvd1injqtife6y4rvfbu3h5"."note_updatedBySource_enum" AS ENUM ('EMAIL', 'CALENDAR', 'WORKFLOW', 'AGENT', 'API', 'IMPORT', 'MANUAL', 'SYSTEM', 'WEBHOOK', 'APPLICATION');
CREATE TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."note" (
  "id" uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  "createdAt" timestamptz NOT NULL DEFAULT now(),
  "updatedAt" timestamptz NOT NULL DEFAULT now(),
  "deletedAt" timestamptz,
  "createdBySource" "workspace_1wgvd1injqtife6y4rvfbu3h5"."note_createdBySource_enum" NOT NULL DEFAULT 'MANUAL'::"workspace_1wgvd1injqtife6y4rvfbu3h5"."note_createdBySource_enum",
  "createdByWorkspaceMemberId" uuid,
  "createdByName" text NOT NULL DEFAULT 'System'::text,
  "createdByContext" jsonb,
  "updatedBySource" "workspace_1wgvd1injqtife6y4rvfbu3h5"."note_updatedBySource_enum" NOT NULL DEFAULT 'MANUAL'::"workspace_1wgvd1injqtife6y4rvfbu3h5"."note_updatedBySource_enum",
  "updatedByWorkspaceMemberId" uuid,
  "updatedByName" text NOT NULL DEFAULT 'System'::text,
  "updatedByContext" jsonb,
  "position" double precision NOT NULL DEFAULT '0'::double precision,
  "searchVector" tsvector GENERATED ALWAYS AS (to_tsvector('simple', public.unaccent_immutable(left((coalesce("title", '') || ' ' || coalesce("bodyV2Markdown", '')), 200000)))) STORED,
  "title" text,
  "bodyV2Blocknote" text,
  "bodyV2Markdown" text,
  "#search" text GENERATED ALWAYS AS (lower(public.unaccent_immutable(left((coalesce("title", '') || E'\n'), 4000)))) STORED
);
CREATE TYPE "workspace_1wgvd1injqtife6y4rvfbu3h5"."noteTarget_createdBySource_enum" AS ENUM ('EMAIL', 'CALENDAR', 'WORKFLOW', 'AGENT', 'API', 'IMPORT', 'MANUAL', 'SYSTEM', 'WEBHOOK', 'APPLICATION');
CREATE TYPE "workspace_1wgvd1injqtife6y4rvfbu3h5"."noteTarget_updatedBySource_enum" AS ENUM ('EMAIL', 'CALENDAR', 'WORKFLOW', 'AGENT', 'API', 'IMPORT', 'MANUAL', 'SYSTEM', 'WEBHOOK', 'APPLICATION');
CREATE TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."noteTarget" (
  "id" uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  "createdAt" timestamptz NOT NULL DEFAULT now(),
  "updatedAt" timestamptz NOT NULL DEFAULT now(),
  "deletedAt" timestamptz,
  "createdBySource" "workspace_1wgvd1injqtife6y4rvfbu3h5"."noteTarget_createdBySource_enum" NOT NULL DEFAULT 'MANUAL'::"workspace_1wgvd1injqtife6y4rvfbu3h5"."noteTarget_createdBySource_enum",
  "createdByWorkspaceMemberId" uuid,
  "createdByName" text NOT NULL DEFAULT 'System'::text,
  "createdByContext" jsonb,
  "updatedBySource" "workspace_1wgvd1injqtife6y4rvfbu3h5"."noteTarget_updatedBySource_enum" NOT NULL DEFAULT 'MANUAL'::"workspace_1wgvd1injqtife6y4rvfbu3h5"."noteTarget_updatedBySource_enum",
  "updatedByWorkspaceMemberId" uuid,
  "updatedByName" text NOT NULL DEFAULT 'System'::text,
  "updatedByContext" jsonb,
  "position" double precision NOT NULL DEFAULT '0'::double precision,
  "searchVector" tsvector GENERATED ALWAYS AS (to_tsvector('simple', public.unaccent_immutable(left(coalesce("id"::text, ''), 200000)))) STORED,
  "noteId" uuid,
  "targetCompanyId" uuid,
  "targetPersonId" uuid
);
CREATE TYPE "workspace_1wgvd1injqtife6y4rvfbu3h5"."workspaceMember_createdBySource_enum" AS ENUM ('EMAIL', 'CALENDAR', 'WORKFLOW', 'AGENT', 'API', 'IMPORT', 'MANUAL', 'SYSTEM', 'WEBHOOK', 'APPLICATION');
CREATE TYPE "workspace_1wgvd1injqtife6y4rvfbu3h5"."workspaceMember_updatedBySource_enum" AS ENUM ('EMAIL', 'CALENDAR', 'WORKFLOW', 'AGENT', 'API', 'IMPORT', 'MANUAL', 'SYSTEM', 'WEBHOOK', 'APPLICATION');
CREATE TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."workspaceMember" (
  "id" uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  "createdAt" timestamptz NOT NULL DEFAULT now(),
  "updatedAt" timestamptz NOT NULL DEFAULT now(),
  "deletedAt" timestamptz,
  "createdBySource" "workspace_1wgvd1injqtife6y4rvfbu3h5"."workspaceMember_createdBySource_enum" NOT NULL DEFAULT 'MANUAL'::"workspace_1wgvd1injqtife6y4rvfbu3h5"."workspaceMember_createdBySource_enum",
  "createdByWorkspaceMemberId" uuid,
  "createdByName" text NOT NULL DEFAULT 'System'::text,
  "createdByContext" jsonb,
  "updatedBySource" "workspace_1wgvd1injqtife6y4rvfbu3h5"."workspaceMember_updatedBySource_enum" NOT NULL DEFAULT 'MANUAL'::"workspace_1wgvd1injqtife6y4rvfbu3h5"."workspaceMember_updatedBySource_enum",
  "updatedByWorkspaceMemberId" uuid,
  "updatedByName" text NOT NULL DEFAULT 'System'::text,
  "updatedByContext" jsonb,
  "position" double precision NOT NULL DEFAULT '0'::double precision,
  "searchVector" tsvector GENERATED ALWAYS AS (to_tsvector('simple', public.unaccent_immutable(left((coalesce("nameFirstName", '') || ' ' || coalesce("nameLastName", '') || ' ' || coalesce("userEmail", '')), 200000)))) STORED,
  "nameFirstName" text,
  "nameLastName" text,
  "userEmail" text,
  "avatarUrl" text,
  "#search" text GENERATED ALWAYS AS (lower(public.unaccent_immutable(left((btrim((coalesce("nameFirstName", '') || ' ' || coalesce("nameLastName", ''))) || E'\n' || coalesce("userEmail", '')), 4000)))) STORED
);
CREATE TYPE "workspace_1wgvd1injqtife6y4rvfbu3h5"."timelineActivity_createdBySource_enum" AS ENUM ('EMAIL', 'CALENDAR', 'WORKFLOW', 'AGENT', 'API', 'IMPORT', 'MANUAL', 'SYSTEM', 'WEBHOOK', 'APPLICATION');
CREATE TYPE "workspace_1wgvd1injqtife6y4rvfbu3h5"."timelineActivity_updatedBySource_enum" AS ENUM ('EMAIL', 'CALENDAR', 'WORKFLOW', 'AGENT', 'API', 'IMPORT', 'MANUAL', 'SYSTEM', 'WEBHOOK', 'APPLICATION');
CREATE TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."timelineActivity" (
  "id" uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  "createdAt" timestamptz NOT NULL DEFAULT now(),
  "updatedAt" timestamptz NOT NULL DEFAULT now(),
  "deletedAt" timestamptz,
  "createdBySource" "workspace_1wgvd1injqtife6y4rvfbu3h5"."timelineActivity_createdBySource_enum" NOT NULL DEFAULT 'MANUAL'::"workspace_1wgvd1injqtife6y4rvfbu3h5"."timelineActivity_createdBySource_enum",
  "createdByWorkspaceMemberId" uuid,
  "createdByName" text NOT NULL DEFAULT 'System'::text,
  "createdByContext" jsonb,
  "updatedBySource" "workspace_1wgvd1injqtife6y4rvfbu3h5"."timelineActivity_updatedBySource_enum" NOT NULL DEFAULT 'MANUAL'::"workspace_1wgvd1injqtife6y4rvfbu3h5"."timelineActivity_updatedBySource_enum",
  "updatedByWorkspaceMemberId" uuid,
  "updatedByName" text NOT NULL DEFAULT 'System'::text,
  "updatedByContext" jsonb,
  "position" double precision NOT NULL DEFAULT '0'::double precision,
  "searchVector" tsvector GENERATED ALWAYS AS (to_tsvector('simple', public.unaccent_immutable(left(coalesce("linkedRecordCachedName", ''), 200000)))) STORED,
  "happensAt" timestamptz NOT NULL DEFAULT now(),
  "timelineActivityTypeSnapshot" jsonb,
  "properties" jsonb,
  "linkedRecordCachedName" text,
  "linkedRecordId" uuid,
  "linkedObjectMetadataId" uuid,
  "workspaceMemberId" uuid,
  "targetCompanyId" uuid,
  "targetPersonId" uuid
);
CREATE TYPE "workspace_1wgvd1injqtife6y4rvfbu3h5"."_rocket_createdBySource_enum" AS ENUM ('EMAIL', 'CALENDAR', 'WORKFLOW', 'AGENT', 'API', 'IMPORT', 'MANUAL', 'SYSTEM', 'WEBHOOK', 'APPLICATION');
CREATE TYPE "workspace_1wgvd1injqtife6y4rvfbu3h5"."_rocket_updatedBySource_enum" AS ENUM ('EMAIL', 'CALENDAR', 'WORKFLOW', 'AGENT', 'API', 'IMPORT', 'MANUAL', 'SYSTEM', 'WEBHOOK', 'APPLICATION');
CREATE TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."_rocket" (
  "id" uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  "createdAt" timestamptz NOT NULL DEFAULT now(),
  "updatedAt" timestamptz NOT NULL DEFAULT now(),
  "deletedAt" timestamptz,
  "createdBySource" "workspace_1wgvd1injqtife6y4rvfbu3h5"."_rocket_createdBySource_enum" NOT NULL DEFAULT 'MANUAL'::"workspace_1wgvd1injqtife6y4rvfbu3h5"."_rocket_createdBySource_enum",
  "createdByWorkspaceMemberId" uuid,
  "createdByName" text NOT NULL DEFAULT 'System'::text,
  "createdByContext" jsonb,
  "updatedBySource" "workspace_1wgvd1injqtife6y4rvfbu3h5"."_rocket_updatedBySource_enum" NOT NULL DEFAULT 'MANUAL'::"workspace_1wgvd1injqtife6y4rvfbu3h5"."_rocket_updatedBySource_enum",
  "updatedByWorkspaceMemberId" uuid,
  "updatedByName" text NOT NULL DEFAULT 'System'::text,
  "updatedByContext" jsonb,
  "position" double precision NOT NULL DEFAULT '0'::double precision,
  "searchVector" tsvector GENERATED ALWAYS AS (to_tsvector('simple', public.unaccent_immutable(left(coalesce("name", ''), 200000)))) STORED,
  "name" text,
  "#search" text GENERATED ALWAYS AS (lower(public.unaccent_immutable(left((coalesce("name", '') || E'\n'), 4000)))) STORED
);
CREATE UNIQUE INDEX "IDX_UNIQUE_domain" ON "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" USING btree ("domainNamePrimaryLinkUrl");
CREATE INDEX "IDX_company_searchVector" ON "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" USING gin ("searchVector");
CREATE INDEX "IDX_company_position" ON "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" USING btree ("position", "id") WHERE "deletedAt" IS NULL;
CREATE INDEX "IDX_company_label" ON "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" USING btree (lower(left(coalesce("name", ''), 200)), "position", "id") WHERE "deletedAt" IS NULL;
CREATE INDEX "IDX_company_parts" ON "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" USING gin ("#search" public.gin_trgm_ops) WHERE "deletedAt" IS NULL;
CREATE UNIQUE INDEX "IDX_UNIQUE_email" ON "workspace_1wgvd1injqtife6y4rvfbu3h5"."person" USING btree ("emailsPrimaryEmail") WHERE "deletedAt" IS NULL;
CREATE INDEX "IDX_person_company" ON "workspace_1wgvd1injqtife6y4rvfbu3h5"."person" USING btree ("companyId");
CREATE INDEX "IDX_person_searchVector" ON "workspace_1wgvd1injqtife6y4rvfbu3h5"."person" USING gin ("searchVector");
CREATE INDEX "IDX_person_position" ON "workspace_1wgvd1injqtife6y4rvfbu3h5"."person" USING btree ("position", "id") WHERE "deletedAt" IS NULL;
CREATE INDEX "IDX_person_label" ON "workspace_1wgvd1injqtife6y4rvfbu3h5"."person" USING btree (lower(left(coalesce("nameFirstName", ''), 200)), lower(left(coalesce("nameLastName", ''), 200)), "position", "id") WHERE "deletedAt" IS NULL;
CREATE INDEX "IDX_person_parts" ON "workspace_1wgvd1injqtife6y4rvfbu3h5"."person" USING gin ("#search" public.gin_trgm_ops) WHERE "deletedAt" IS NULL;
CREATE INDEX "IDX_opportunity_companyId" ON "workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity" USING btree ("companyId");
CREATE INDEX "IDX_opportunity_pointOfContactId" ON "workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity" USING btree ("pointOfContactId");
CREATE INDEX "IDX_opportunity_searchVector" ON "workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity" USING gin ("searchVector");
CREATE INDEX "IDX_opportunity_position" ON "workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity" USING btree ("position", "id") WHERE "deletedAt" IS NULL;
CREATE INDEX "IDX_opportunity_label" ON "workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity" USING btree (lower(left(coalesce("name", ''), 200)), "position", "id") WHERE "deletedAt" IS NULL;
CREATE INDEX "IDX_opportunity_parts" ON "workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity" USING gin ("#search" public.gin_trgm_ops) WHERE "deletedAt" IS NULL;
CREATE INDEX "IDX_note_searchVector" ON "workspace_1wgvd1injqtife6y4rvfbu3h5"."note" USING gin ("searchVector");
CREATE INDEX "IDX_note_position" ON "workspace_1wgvd1injqtife6y4rvfbu3h5"."note" USING btree ("position", "id") WHERE "deletedAt" IS NULL;
CREATE INDEX "IDX_note_label" ON "workspace_1wgvd1injqtife6y4rvfbu3h5"."note" USING btree (lower(left(coalesce("title", ''), 200)), "position", "id") WHERE "deletedAt" IS NULL;
CREATE INDEX "IDX_note_parts" ON "workspace_1wgvd1injqtife6y4rvfbu3h5"."note" USING gin ("#search" public.gin_trgm_ops) WHERE "deletedAt" IS NULL;
CREATE UNIQUE INDEX "IDX_UNIQUE_note_company" ON "workspace_1wgvd1injqtife6y4rvfbu3h5"."noteTarget" USING btree ("noteId", "targetCompanyId") WHERE "deletedAt" IS NULL;
CREATE INDEX "IDX_noteTarget_targetCompanyId" ON "workspace_1wgvd1injqtife6y4rvfbu3h5"."noteTarget" USING btree ("targetCompanyId");
CREATE INDEX "IDX_noteTarget_targetPersonId" ON "workspace_1wgvd1injqtife6y4rvfbu3h5"."noteTarget" USING btree ("targetPersonId");
CREATE INDEX "IDX_noteTarget_position" ON "workspace_1wgvd1injqtife6y4rvfbu3h5"."noteTarget" USING btree ("position", "id") WHERE "deletedAt" IS NULL;
CREATE INDEX "IDX_workspaceMember_searchVector" ON "workspace_1wgvd1injqtife6y4rvfbu3h5"."workspaceMember" USING gin ("searchVector");
CREATE INDEX "IDX_workspaceMember_position" ON "workspace_1wgvd1injqtife6y4rvfbu3h5"."workspaceMember" USING btree ("position", "id") WHERE "deletedAt" IS NULL;
CREATE INDEX "IDX_workspaceMember_parts" ON "workspace_1wgvd1injqtife6y4rvfbu3h5"."workspaceMember" USING gin ("#search" public.gin_trgm_ops) WHERE "deletedAt" IS NULL;
CREATE INDEX "IDX_timelineActivity_workspaceMemberId" ON "workspace_1wgvd1injqtife6y4rvfbu3h5"."timelineActivity" USING btree ("workspaceMemberId");
CREATE INDEX "IDX_timelineActivity_targetCompanyId" ON "workspace_1wgvd1injqtife6y4rvfbu3h5"."timelineActivity" USING btree ("targetCompanyId");
CREATE INDEX "IDX_timelineActivity_targetPersonId" ON "workspace_1wgvd1injqtife6y4rvfbu3h5"."timelineActivity" USING btree ("targetPersonId");
CREATE INDEX "IDX_timelineActivity_position" ON "workspace_1wgvd1injqtife6y4rvfbu3h5"."timelineActivity" USING btree ("position", "id") WHERE "deletedAt" IS NULL;
CREATE INDEX "IDX__rocket_searchVector" ON "workspace_1wgvd1injqtife6y4rvfbu3h5"."_rocket" USING gin ("searchVector");
CREATE INDEX "IDX__rocket_position" ON "workspace_1wgvd1injqtife6y4rvfbu3h5"."_rocket" USING btree ("position", "id") WHERE "deletedAt" IS NULL;
CREATE INDEX "IDX__rocket_label" ON "workspace_1wgvd1injqtife6y4rvfbu3h5"."_rocket" USING btree (lower(left(coalesce("name", ''), 200)), "position", "id") WHERE "deletedAt" IS NULL;
CREATE INDEX "IDX__rocket_parts" ON "workspace_1wgvd1injqtife6y4rvfbu3h5"."_rocket" USING gin ("#search" public.gin_trgm_ops) WHERE "deletedAt" IS NULL;
ALTER TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."person"
  ADD CONSTRAINT "FK_person_companyId" FOREIGN KEY ("companyId") REFERENCES "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" ("id") ON DELETE SET NULL;
ALTER TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity"
  ADD CONSTRAINT "FK_opportunity_companyId" FOREIGN KEY ("companyId") REFERENCES "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" ("id") ON DELETE SET NULL,
  ADD CONSTRAINT "FK_opportunity_pointOfContactId" FOREIGN KEY ("pointOfContactId") REFERENCES "workspace_1wgvd1injqtife6y4rvfbu3h5"."person" ("id") ON DELETE SET NULL;
ALTER TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."noteTarget"
  ADD CONSTRAINT "FK_noteTarget_noteId" FOREIGN KEY ("noteId") REFERENCES "workspace_1wgvd1injqtife6y4rvfbu3h5"."note" ("id") ON DELETE CASCADE,
  ADD CONSTRAINT "FK_noteTarget_targetCompanyId" FOREIGN KEY ("targetCompanyId") REFERENCES "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" ("id") ON DELETE CASCADE,
  ADD CONSTRAINT "FK_noteTarget_targetPersonId" FOREIGN KEY ("targetPersonId") REFERENCES "workspace_1wgvd1injqtife6y4rvfbu3h5"."person" ("id") ON DELETE CASCADE;
ALTER TABLE "workspace_1wgvd1injqtife6y4rvfbu3h5"."timelineActivity"
  ADD CONSTRAINT "FK_timelineActivity_workspaceMemberId" FOREIGN KEY ("workspaceMemberId") REFERENCES "workspace_1wgvd1injqtife6y4rvfbu3h5"."workspaceMember" ("id") ON DELETE CASCADE,
  ADD CONSTRAINT "FK_timelineActivity_targetCompanyId" FOREIGN KEY ("targetCompanyId") REFERENCES "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" ("id") ON DELETE CASCADE,
  ADD CONSTRAINT "FK_timelineActivity_targetPersonId" FOREIGN KEY ("targetPersonId") REFERENCES "workspace_1wgvd1injqtife6y4rvfbu3h5"."person" ("id") ON DELETE CASCADE;
