SELECT json_build_object('count', count(*))::text
FROM "workspace_1wgvd1injqtife6y4rvfbu3h5"."company" t0
WHERE (t0."annualRevenueAmountMicros" IS NOT NULL)
