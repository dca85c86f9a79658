SELECT json_build_object(
  'enums', (
    SELECT coalesce(json_object_agg(t.typname, ARRAY(
      SELECT e.enumlabel FROM pg_enum e WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder)), '{}')
    FROM pg_type t WHERE t.typnamespace = n.oid AND t.typtype = 'e'),
  'tables', (
    SELECT coalesce(json_object_agg(c.relname, json_build_object(
      'columns', (
        SELECT coalesce(json_object_agg(a.attname, json_build_object(
          'kind', format_type(a.atttypid, a.atttypmod),
          'notNull', a.attnotnull,
          'expression', pg_get_expr(d.adbin, d.adrelid),
          'isGenerated', a.attgenerated <> '')), '{}')
        FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),
      'indexes', (
        SELECT coalesce(json_object_agg(x.relname, json_build_object(
          'definition', pg_get_indexdef(i.indexrelid),
          'isValid', i.indisvalid AND i.indisready)), '{}')
        FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
        WHERE i.indrelid = c.oid
          AND NOT EXISTS (SELECT FROM pg_constraint o WHERE o.conindid = i.indexrelid AND o.conrelid = c.oid)),
      'constraints', (
        SELECT coalesce(json_object_agg(
          CASE o.contype WHEN 'p' THEN 'PRIMARY KEY' ELSE o.conname END, pg_get_constraintdef(o.oid)), '{}')
        FROM pg_constraint o WHERE o.conrelid = c.oid AND o.contype <> 'n'),
      'triggers', (
        SELECT coalesce(json_object_agg(t.tgname, pg_get_triggerdef(t.oid) || E'\n' || p.prosrc), '{}')
        FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid WHERE t.tgrelid = c.oid AND NOT t.tgisinternal))), '{}')
    FROM pg_class c WHERE c.relnamespace = n.oid AND c.relkind IN ('r', 'p'))
)::text
FROM pg_namespace n WHERE n.nspname = $1
