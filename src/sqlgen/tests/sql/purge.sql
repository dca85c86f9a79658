DROP TABLE IF EXISTS "workspace_1wgvd1injqtife6y4rvfbu3h5"."#0badcafe.note";
DO 'DECLARE found record; BEGIN FOR found IN SELECT a.attrelid::regclass AS place, a.attname AS name FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid WHERE c.relkind = ''r'' AND NOT a.attisdropped AND c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = ''workspace_1wgvd1injqtife6y4rvfbu3h5'') AND a.attname IN (''#0badcafe.person.companyId'', ''#0badcafe.opportunity.stage'', ''#0badcafe.noteTarget.noteId'') ORDER BY 1, 2 LOOP EXECUTE format(''ALTER TABLE %s DROP COLUMN %I'', found.place, found.name); END LOOP; END';
DROP TYPE IF EXISTS "workspace_1wgvd1injqtife6y4rvfbu3h5"."#0badcafe.opportunity_stage_enum";
DROP TYPE IF EXISTS "workspace_1wgvd1injqtife6y4rvfbu3h5"."#0badcafe.note_createdBySource_enum";
DROP TYPE IF EXISTS "workspace_1wgvd1injqtife6y4rvfbu3h5"."#0badcafe.note_updatedBySource_enum";
