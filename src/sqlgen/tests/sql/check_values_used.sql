SELECT json_build_object('HOT', count(nullif('HOT' = ANY(t0."tags"::text[]), FALSE)), 'COLD', count(nullif('COLD' = ANY(t0."tags"::text[]), FALSE)), 'ODD', count(nullif('ODD' = ANY(t0."tags"::text[]), FALSE)))::text
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" t0
