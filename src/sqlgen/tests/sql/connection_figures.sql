SELECT (SELECT json_build_object('totalCount', t5."a0", 'domainName', t5."a1", 'name', t5."a2", 'annualRevenue', t5."a3", 'createdAt', t5."a4", 'idealCustomer', t5."a5", 'employees', t5."a6") AS "json"
FROM (SELECT 1) t6
LEFT JOIN LATERAL (SELECT count(*) AS "a0", count(DISTINCT CASE WHEN ((t4."domainNamePrimaryLinkUrl" <> '') OR (t4."domainNameSecondaryLinks" NOT IN ('{}', '[]', 'null'))) THEN (t4."domainNamePrimaryLinkLabel", t4."domainNamePrimaryLinkUrl", t4."domainNameSecondaryLinks") ELSE NULL END) AS "a1", avg(CASE WHEN ((t4."name" IS NULL) OR (t4."name" = '')) THEN 1.0::float8 ELSE 0.0::float8 END) AS "a2", sum(t4."annualRevenueAmountMicros")::double precision AS "a3", to_char((max(t4."createdAt") AT TIME ZONE 'UTC'), 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "a4", count(CASE WHEN t4."idealCustomer" THEN 1 ELSE NULL END) AS "a5", avg(t4."employees") AS "a6"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" t4
WHERE (t4."deletedAt" IS NULL)) t5 ON TRUE)::text
