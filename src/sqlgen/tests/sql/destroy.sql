DELETE FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" t0
WHERE (t0."id" = $1::uuid)
RETURNING t0."id"
-- $1 Text(Some("11111111-1111-4111-8111-111111111111"))
