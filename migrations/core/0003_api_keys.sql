-- Keys that sign tokens, and the keys with which programs call the API.

CREATE TABLE core."signingKey" (
    -- Goes into the header of the tokens it signs, as "kid".
    "id" uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    -- SPKI, PEM; kept for as long as there may be tokens to verify.
    "publicKey" text NOT NULL,
    -- PKCS #8, PEM, encrypted; gone once the key signs no more.
    "privateKey" text,
    "isCurrent" boolean NOT NULL DEFAULT false,
    "revokedAt" timestamptz,
    "createdAt" timestamptz NOT NULL DEFAULT now(),
    CHECK (NOT "isCurrent" OR ("privateKey" IS NOT NULL AND "revokedAt" IS NULL))
);
CREATE UNIQUE INDEX "UQ_signingKey_current" ON core."signingKey" ("isCurrent") WHERE "isCurrent";

CREATE TABLE core."apiKey" (
    "id" uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    "workspaceId" uuid NOT NULL REFERENCES core."workspace" ("id") ON DELETE CASCADE,
    "name" text NOT NULL,
    "expiresAt" timestamptz NOT NULL,
    "revokedAt" timestamptz,
    "createdAt" timestamptz NOT NULL DEFAULT now(),
    "updatedAt" timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON core."apiKey" ("workspaceId");
