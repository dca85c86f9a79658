SELECT t6."object" AS "object", t6."id" AS "id", t6."label" AS "label", t6."image" AS "image"
FROM ((SELECT 'person'::text AS "object", t2."id" AS "id", t2."label" AS "label", t2."image" AS "image", t2."rank"::bigint AS "rank", 0 AS "number", row_number() OVER (ORDER BY t2."#0", t2."#1", t2."#2") AS "place"
FROM (SELECT t0."id" AS "id", btrim((coalesce(t0."nameFirstName", '') || ' ' || coalesce(t0."nameLastName", ''))) AS "label", nullif(((t0."avatarFile" -> 0) ->> 'fileId'), '') AS "image", CASE WHEN (t1."label" = (SELECT lower(public.unaccent_immutable($1::text)))) THEN 0 WHEN (t1."label" LIKE (SELECT lower(public.unaccent_immutable($2::text)))) THEN 1 WHEN (t1."label" LIKE (SELECT lower(public.unaccent_immutable($3::text)))) THEN 2 WHEN ((t1."label" LIKE (SELECT lower(public.unaccent_immutable($4::text)))) AND (t1."label" LIKE (SELECT lower(public.unaccent_immutable($5::text))))) THEN 3 ELSE 4 END AS "rank", CASE WHEN (t1."label" = (SELECT lower(public.unaccent_immutable($6::text)))) THEN 0 WHEN (t1."label" LIKE (SELECT lower(public.unaccent_immutable($7::text)))) THEN 1 WHEN (t1."label" LIKE (SELECT lower(public.unaccent_immutable($8::text)))) THEN 2 WHEN ((t1."label" LIKE (SELECT lower(public.unaccent_immutable($9::text)))) AND (t1."label" LIKE (SELECT lower(public.unaccent_immutable($10::text))))) THEN 3 ELSE 4 END AS "#0", t0."position" AS "#1", t0."id" AS "#2"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."person" t0
LEFT JOIN LATERAL (SELECT lower(public.unaccent_immutable(btrim((coalesce(t0."nameFirstName", '') || ' ' || coalesce(t0."nameLastName", ''))))) AS "label" OFFSET 0) t1 ON TRUE
WHERE (t0."deletedAt" IS NULL) AND ((lower(public.unaccent_immutable(left((coalesce(t0."nameFirstName", '') || ' ' || coalesce(t0."nameLastName", '') || ' ' || coalesce(t0."emailsPrimaryEmail", '') || ' ' || split_part(coalesce(t0."emailsPrimaryEmail", ''), '@', 2) || ' ' || coalesce(translate(t0."emailsAdditionalEmails"::text, '[]",', '    '), '') || ' ' || coalesce(replace(translate(t0."emailsAdditionalEmails"::text, '[]",', '    '), '@', ' '), '') || ' ' || coalesce(t0."phonesPrimaryPhoneNumber", '') || ' ' || coalesce((t0."phonesPrimaryPhoneCallingCode" || t0."phonesPrimaryPhoneNumber"), '') || ' ' || coalesce((replace(t0."phonesPrimaryPhoneCallingCode", '+', '') || t0."phonesPrimaryPhoneNumber"), '') || ' ' || coalesce(('0' || t0."phonesPrimaryPhoneNumber"), '') || ' ' || coalesce(regexp_replace(t0."phonesAdditionalPhones"::text, '"(number|countryCode|callingCode)"|[][{}",:]', ' ', 'g'), '') || ' ' || coalesce(t0."jobTitle", '')), 1000))) LIKE (SELECT lower(public.unaccent_immutable($11::text)))) OR (t0."searchVector" @@ (SELECT to_tsquery('simple', ('''' || translate(public.unaccent_immutable($12::text), E'''\\', '  ') || ''':*'))))) AND ((lower(public.unaccent_immutable(left((coalesce(t0."nameFirstName", '') || ' ' || coalesce(t0."nameLastName", '') || ' ' || coalesce(t0."emailsPrimaryEmail", '') || ' ' || split_part(coalesce(t0."emailsPrimaryEmail", ''), '@', 2) || ' ' || coalesce(translate(t0."emailsAdditionalEmails"::text, '[]",', '    '), '') || ' ' || coalesce(replace(translate(t0."emailsAdditionalEmails"::text, '[]",', '    '), '@', ' '), '') || ' ' || coalesce(t0."phonesPrimaryPhoneNumber", '') || ' ' || coalesce((t0."phonesPrimaryPhoneCallingCode" || t0."phonesPrimaryPhoneNumber"), '') || ' ' || coalesce((replace(t0."phonesPrimaryPhoneCallingCode", '+', '') || t0."phonesPrimaryPhoneNumber"), '') || ' ' || coalesce(('0' || t0."phonesPrimaryPhoneNumber"), '') || ' ' || coalesce(regexp_replace(t0."phonesAdditionalPhones"::text, '"(number|countryCode|callingCode)"|[][{}",:]', ' ', 'g'), '') || ' ' || coalesce(t0."jobTitle", '')), 1000))) LIKE (SELECT lower(public.unaccent_immutable($13::text)))) OR (t0."searchVector" @@ (SELECT to_tsquery('simple', ('''' || translate(public.unaccent_immutable($14::text), E'''\\', '  ') || ''':*')))))
ORDER BY CASE WHEN (t1."label" = (SELECT lower(public.unaccent_immutable($15::text)))) THEN 0 WHEN (t1."label" LIKE (SELECT lower(public.unaccent_immutable($16::text)))) THEN 1 WHEN (t1."label" LIKE (SELECT lower(public.unaccent_immutable($17::text)))) THEN 2 WHEN ((t1."label" LIKE (SELECT lower(public.unaccent_immutable($18::text)))) AND (t1."label" LIKE (SELECT lower(public.unaccent_immutable($19::text))))) THEN 3 ELSE 4 END, t0."position", t0."id"
LIMIT 10) t2)
UNION ALL
(SELECT 'company'::text AS "object", t5."id" AS "id", t5."label" AS "label", t5."image" AS "image", t5."rank"::bigint AS "rank", 1 AS "number", row_number() OVER (ORDER BY t5."#0", t5."#1", t5."#2") AS "place"
FROM (SELECT t3."id" AS "id", coalesce(t3."name", '') AS "label", nullif(t3."domainNamePrimaryLinkUrl", '') AS "image", CASE WHEN (t4."label" = (SELECT lower(public.unaccent_immutable($20::text)))) THEN 0 WHEN (t4."label" LIKE (SELECT lower(public.unaccent_immutable($21::text)))) THEN 1 WHEN (t4."label" LIKE (SELECT lower(public.unaccent_immutable($22::text)))) THEN 2 WHEN ((t4."label" LIKE (SELECT lower(public.unaccent_immutable($23::text)))) AND (t4."label" LIKE (SELECT lower(public.unaccent_immutable($24::text))))) THEN 3 ELSE 4 END AS "rank", CASE WHEN (t4."label" = (SELECT lower(public.unaccent_immutable($25::text)))) THEN 0 WHEN (t4."label" LIKE (SELECT lower(public.unaccent_immutable($26::text)))) THEN 1 WHEN (t4."label" LIKE (SELECT lower(public.unaccent_immutable($27::text)))) THEN 2 WHEN ((t4."label" LIKE (SELECT lower(public.unaccent_immutable($28::text)))) AND (t4."label" LIKE (SELECT lower(public.unaccent_immutable($29::text))))) THEN 3 ELSE 4 END AS "#0", t3."position" AS "#1", t3."id" AS "#2"
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" t3
LEFT JOIN LATERAL (SELECT lower(public.unaccent_immutable(coalesce(t3."name", ''))) AS "label" OFFSET 0) t4 ON TRUE
WHERE (t3."deletedAt" IS NULL) AND ((lower(public.unaccent_immutable(left((coalesce(t3."name", '') || ' ' || coalesce(t3."domainNamePrimaryLinkLabel", '') || ' ' || coalesce(t3."domainNamePrimaryLinkUrl", '') || ' ' || coalesce(regexp_replace(t3."domainNameSecondaryLinks"::text, '"(label|url)":|[][{}",]', ' ', 'g'), '')), 1000))) LIKE (SELECT lower(public.unaccent_immutable($30::text)))) OR (t3."searchVector" @@ (SELECT to_tsquery('simple', ('''' || translate(public.unaccent_immutable($31::text), E'''\\', '  ') || ''':*'))))) AND ((lower(public.unaccent_immutable(left((coalesce(t3."name", '') || ' ' || coalesce(t3."domainNamePrimaryLinkLabel", '') || ' ' || coalesce(t3."domainNamePrimaryLinkUrl", '') || ' ' || coalesce(regexp_replace(t3."domainNameSecondaryLinks"::text, '"(label|url)":|[][{}",]', ' ', 'g'), '')), 1000))) LIKE (SELECT lower(public.unaccent_immutable($32::text)))) OR (t3."searchVector" @@ (SELECT to_tsquery('simple', ('''' || translate(public.unaccent_immutable($33::text), E'''\\', '  ') || ''':*')))))
ORDER BY CASE WHEN (t4."label" = (SELECT lower(public.unaccent_immutable($34::text)))) THEN 0 WHEN (t4."label" LIKE (SELECT lower(public.unaccent_immutable($35::text)))) THEN 1 WHEN (t4."label" LIKE (SELECT lower(public.unaccent_immutable($36::text)))) THEN 2 WHEN ((t4."label" LIKE (SELECT lower(public.unaccent_immutable($37::text)))) AND (t4."label" LIKE (SELECT lower(public.unaccent_immutable($38::text))))) THEN 3 ELSE 4 END, t3."position", t3."id"
LIMIT 10) t5)) t6
ORDER BY t6."rank", t6."number", t6."place"
LIMIT 10
-- $1 Text(Some("Ada o'br"))
-- $2 Text(Some("Ada o'br%"))
-- $3 Text(Some("% Ada o'br%"))
-- $4 Text(Some("%Ada%"))
-- $5 Text(Some("%o'br%"))
-- $6 Text(Some("Ada o'br"))
-- $7 Text(Some("Ada o'br%"))
-- $8 Text(Some("% Ada o'br%"))
-- $9 Text(Some("%Ada%"))
-- $10 Text(Some("%o'br%"))
-- $11 Text(Some("%Ada%"))
-- $12 Text(Some("Ada"))
-- $13 Text(Some("%o'br%"))
-- $14 Text(Some("o'br"))
-- $15 Text(Some("Ada o'br"))
-- $16 Text(Some("Ada o'br%"))
-- $17 Text(Some("% Ada o'br%"))
-- $18 Text(Some("%Ada%"))
-- $19 Text(Some("%o'br%"))
-- $20 Text(Some("Ada o'br"))
-- $21 Text(Some("Ada o'br%"))
-- $22 Text(Some("% Ada o'br%"))
-- $23 Text(Some("%Ada%"))
-- $24 Text(Some("%o'br%"))
-- $25 Text(Some("Ada o'br"))
-- $26 Text(Some("Ada o'br%"))
-- $27 Text(Some("% Ada o'br%"))
-- $28 Text(Some("%Ada%"))
-- $29 Text(Some("%o'br%"))
-- $30 Text(Some("%Ada%"))
-- $31 Text(Some("Ada"))
-- $32 Text(Some("%o'br%"))
-- $33 Text(Some("o'br"))
-- $34 Text(Some("Ada o'br"))
-- $35 Text(Some("Ada o'br%"))
-- $36 Text(Some("% Ada o'br%"))
-- $37 Text(Some("%Ada%"))
-- $38 Text(Some("%o'br%"))
