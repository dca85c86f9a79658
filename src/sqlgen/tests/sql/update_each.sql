UPDATE "workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity" t0
SET "name" = CASE WHEN (substr(t1."#mask", 1, 1) = '1') THEN t1."name" ELSE t0."name" END, "amountAmountMicros" = CASE WHEN (substr(t1."#mask", 2, 1) = '1') THEN t1."amountAmountMicros"::numeric ELSE t0."amountAmountMicros" END, "amountCurrencyCode" = CASE WHEN (substr(t1."#mask", 3, 1) = '1') THEN t1."amountCurrencyCode" ELSE t0."amountCurrencyCode" END, "closeDate" = CASE WHEN (substr(t1."#mask", 4, 1) = '1') THEN t1."closeDate"::timestamptz ELSE t0."closeDate" END, "stage" = CASE WHEN (substr(t1."#mask", 5, 1) = '1') THEN t1."stage"::"workspace_1wgvd1injqtife6y4rvfbu3h5"."opportunity_stage_enum" ELSE t0."stage" END, "companyId" = CASE WHEN (substr(t1."#mask", 6, 1) = '1') THEN t1."companyId"::uuid ELSE t0."companyId" END
FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[]) AS t1("#id", "#mask", "name", "amountAmountMicros", "amountCurrencyCode", "closeDate", "stage", "companyId")
WHERE (t0."id" = t1."#id"::uuid) AND (t0."deletedAt" IS NULL)
RETURNING t0."id"
-- $1 TextArray([Some("11111111-1111-4111-8111-111111111111"), Some("00000000-0000-0000-0000-000000000000")])
-- $2 TextArray([Some("011110"), Some("100001")])
-- $3 TextArray([None, Some("Other")])
-- $4 TextArray([Some("12000000"), None])
-- $5 TextArray([None, None])
-- $6 TextArray([None, None])
-- $7 TextArray([Some("CUSTOMER"), None])
-- $8 TextArray([None, None])
