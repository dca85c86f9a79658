WITH t1 AS (SELECT t0."id", t0."name", t0."position" AS "#0", t0."id" AS "#1"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" t0
WHERE (t0."deletedAt" IS NULL)
ORDER BY t0."position", t0."id"
LIMIT 61)
SELECT json_build_object('records', coalesce(json_agg(t14."record" ORDER BY t14."#row"), '[]'::json), 'cursors', coalesce(json_agg(t14."cursor" ORDER BY t14."#row"), '[]'::json), 'total', (SELECT count(*)
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" t2
WHERE (t2."deletedAt" IS NULL)), 'hasNext', (SELECT (count(*) > 60)
FROM t1 t3))::text
FROM (SELECT json_build_object('id', t5."id", 'name', t5."name", 'people', t6."json", 'noteTargets', t9."json") AS "record", translate(encode(convert_to(json_build_array(t5."#0"::text, t5."#1"::text)::text, 'UTF8'), 'base64'), E'+/=\n', '-_') AS "cursor", t5."#row" AS "#row"
FROM (SELECT *, row_number() OVER (ORDER BY t4."#0", t4."#1") AS "#row"
FROM t1 t4) t5
LEFT JOIN LATERAL (SELECT coalesce(json_agg(json_build_object('id', t8."id", 'name', json_build_object('firstName', t8."nameFirstName", 'lastName', t8."nameLastName"), 'jobTitle', t8."jobTitle") ORDER BY t8."position", t8."id"), '[]'::json) AS "json"
FROM (SELECT t7."id", t7."nameFirstName", t7."nameLastName", t7."jobTitle", t7."position"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."person" t7
WHERE (t7."companyId" = t5."id") AND (t7."deletedAt" IS NULL)
ORDER BY t7."position", t7."id"
LIMIT 5) t8) t6 ON TRUE
LEFT JOIN LATERAL (SELECT coalesce(json_agg(json_build_object('id', t11."id", 'note', t12."json") ORDER BY t11."position", t11."id"), '[]'::json) AS "json"
FROM (SELECT t10."id", t10."noteId", t10."position"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."noteTarget" t10
WHERE (t10."targetCompanyId" = t5."id") AND (t10."deletedAt" IS NULL)
ORDER BY t10."position", t10."id"
LIMIT 5) t11
LEFT JOIN LATERAL (SELECT json_build_object('id', t13."id", 'title', t13."title") AS "json"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."note" t13
WHERE (t13."id" = t11."noteId") AND (t13."deletedAt" IS NULL)) t12 ON TRUE) t9 ON TRUE
WHERE (t5."#row" <= 60)) t14
