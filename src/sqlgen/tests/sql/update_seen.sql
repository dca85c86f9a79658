UPDATE "workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity" t0
SET "amountAmountMicros" = $1::numeric, "amountCurrencyCode" = $2::text, "closeDate" = $3::timestamptz, "stage" = $4::"workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity_stage_enum", "updatedAt" = now()
WHERE (t0."id" = $5::uuid) AND (t0."xmin"::text = $6::text) AND (t0."deletedAt" IS NULL)
RETURNING t0."id"
-- $1 Text(Some("12000000"))
-- $2 Text(None)
-- $3 Text(None)
-- $4 Text(Some("CUSTOMER"))
-- $5 Text(Some("11111111-1111-4111-8111-111111111111"))
-- $6 Text(Some("1234"))
