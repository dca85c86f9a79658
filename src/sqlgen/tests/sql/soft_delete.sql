UPDATE "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" t0
SET "deletedAt" = now(), "updatedAt" = now()
WHERE (t0."id" = $1::uuid) AND (t0."deletedAt" IS NULL)
RETURNING t0."id"
-- $1 Text(Some("11111111-1111-4111-8111-111111111111"))
