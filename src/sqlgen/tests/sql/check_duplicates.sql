SELECT json_build_object('count', (SELECT count(*)
FROM (SELECT t0."id" AS "id", btrim((coalesce(t0."nameFirstName", '') || ' ' || coalesce(t0."nameLastName", ''))) AS "label", t0."position" AS "position", count(*) OVER (PARTITION BY t0."phonesPrimaryPhoneNumber", t0."phonesPrimaryPhoneCountryCode", t0."phonesPrimaryPhoneCallingCode") AS "same"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."person" t0
WHERE (t0."phonesPrimaryPhoneNumber" IS NOT NULL) AND (t0."phonesPrimaryPhoneCountryCode" IS NOT NULL) AND (t0."phonesPrimaryPhoneCallingCode" IS NOT NULL) AND (t0."deletedAt" IS NULL)) t1
WHERE (t1."same" > 1)), 'records', (SELECT coalesce(json_agg(json_build_object('id', t4."id", 'label', t4."label") ORDER BY t4."position", t4."id"), '[]'::json)
FROM (SELECT t3."id" AS "id", t3."label" AS "label", t3."position" AS "position"
FROM (SELECT t2."id" AS "id", btrim((coalesce(t2."nameFirstName", '') || ' ' || coalesce(t2."nameLastName", ''))) AS "label", t2."position" AS "position", count(*) OVER (PARTITION BY t2."phonesPrimaryPhoneNumber", t2."phonesPrimaryPhoneCountryCode", t2."phonesPrimaryPhoneCallingCode") AS "same"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."person" t2
WHERE (t2."phonesPrimaryPhoneNumber" IS NOT NULL) AND (t2."phonesPrimaryPhoneCountryCode" IS NOT NULL) AND (t2."phonesPrimaryPhoneCallingCode" IS NOT NULL) AND (t2."deletedAt" IS NULL)) t3
WHERE (t3."same" > 1)
ORDER BY "position", "id"
LIMIT 5) t4))::text
