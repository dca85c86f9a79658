SELECT json_build_object('id', t1."id", 'name', coalesce((t1."timelineActivityTypeSnapshot" ->> 'name'), ''), 'happensAt', to_char((t1."happensAt" AT TIME ZONE 'UTC'), 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'author', coalesce(nullif(btrim((coalesce(t2."nameFirstName", '') || ' ' || coalesce(t2."nameLastName", ''))), ''), t1."createdByName", ''), 'authorId', t1."workspaceMemberId", 'diff', CASE WHEN (jsonb_typeof((t1."properties" -> 'diff')) = 'object') THEN (t1."properties" -> 'diff') ELSE '{}'::jsonb END, 'linked', CASE WHEN ((t1."linkedRecordId" IS NOT NULL) AND (t1."#linked" IS NOT NULL)) THEN json_build_object('object', t1."#linked", 'id', t1."linkedRecordId", 'label', coalesce(t1."linkedRecordCachedName", ''), 'image', NULL) ELSE NULL END)::text
FROM (SELECT *, ($1::jsonb ->> t0."linkedObjectMetadataId"::text) AS "#linked"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."timelineActivity" t0
WHERE (t0."targetCompanyId" = $2::uuid) AND (t0."deletedAt" IS NULL) AND ((date_trunc('milliseconds', t0."happensAt"), t0."id") < ($3::timestamptz, $4::uuid))
ORDER BY date_trunc('milliseconds', t0."happensAt") DESC, t0."id" DESC
LIMIT 20) t1
LEFT JOIN "workspace_1wgvd1injqtife6y4rvfbu3h5"."workspaceMember" t2 ON (t2."id" = t1."workspaceMemberId")
ORDER BY date_trunc('milliseconds', t1."happensAt") DESC, t1."id" DESC
-- $1 Json(Object {"259a58eb-9f14-5be7-8ed0-87b992cbbd33": String("timelineActivity"), "2bb2c3ce-dea7-5c21-9684-2833adb2c65d": String("workspaceMember"), "365a96cc-51e9-5ad5-bdda-8de57604111e": String("person"), "5bd1b489-df2b-581f-8647-da0906fd4a49": String("noteTarget"), "78836a21-514f-57fe-833e-004d21d10874": String("note"), "b03adc90-1f51-5cb2-b14e-cf4a88dfd5f1": String("rocket"), "b47f251d-b681-5083-a514-0e96f32d3505": String("company"), "c5bdf884-5b3d-53a0-8ceb-2884fff1a8b1": String("opportunity")})
-- $2 Text(Some("11111111-1111-4111-8111-111111111111"))
-- $3 Text(Some("2026-01-02T03:04:05.678000Z"))
-- $4 Text(Some("11111111-1111-4111-8111-111111111111"))
