SELECT json_build_object('count', (SELECT count(*)
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."person" t0
WHERE (t0."companyId" IS NULL)), 'records', (SELECT coalesce(json_agg(json_build_object('id', t2."id", 'label', t2."label") ORDER BY t2."position", t2."id"), '[]'::json)
FROM (SELECT t1."id" AS "id", btrim((coalesce(t1."nameFirstName", '') || ' ' || coalesce(t1."nameLastName", ''))) AS "label", t1."position" AS "position"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."person" t1
WHERE (t1."companyId" IS NULL)
ORDER BY "position", "id"
LIMIT 5) t2))::text
