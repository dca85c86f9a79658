WITH t1 AS (SELECT t0."id", t0."name", t0."domainNamePrimaryLinkLabel", t0."domainNamePrimaryLinkUrl", t0."domainNameSecondaryLinks", t0."annualRevenueAmountMicros", t0."annualRevenueCurrencyCode", t0."createdAt", t0."position" AS "#0", t0."id" AS "#1"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" t0
WHERE (t0."deletedAt" IS NULL)
ORDER BY t0."position", t0."id"
LIMIT 201)
SELECT json_build_object('records', coalesce(json_agg(t5."record" ORDER BY t5."#row"), '[]'::json), 'cursors', coalesce(json_agg(t5."cursor" ORDER BY t5."#row"), '[]'::json), 'total', NULL, 'hasNext', (SELECT (count(*) > 200)
FROM t1 t2))::text
FROM (SELECT json_build_object('id', t4."id", 'name', t4."name", 'domainName', json_build_object('primaryLinkLabel', t4."domainNamePrimaryLinkLabel", 'primaryLinkUrl', t4."domainNamePrimaryLinkUrl", 'secondaryLinks', t4."domainNameSecondaryLinks"), 'annualRevenue', json_build_object('amountMicros', CASE WHEN (abs(t4."annualRevenueAmountMicros") <= 9007199254740991) THEN to_json(t4."annualRevenueAmountMicros") ELSE to_json(t4."annualRevenueAmountMicros"::text) END, 'currencyCode', t4."annualRevenueCurrencyCode"), 'createdAt', to_char((t4."createdAt" AT TIME ZONE 'UTC'), 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) AS "record", translate(encode(convert_to(json_build_array(t4."#0"::text, t4."#1"::text)::text, 'UTF8'), 'base64'), E'+/=\n', '-_') AS "cursor", t4."#row" AS "#row"
FROM (SELECT *, row_number() OVER (ORDER BY t3."#0", t3."#1") AS "#row"
FROM t1 t3) t4
WHERE (t4."#row" <= 200)) t5
