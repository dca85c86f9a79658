-- From where the file of an import is read on: {row, text, byte, skip}. NULL, or another "text" than "bytePosition" says:
-- the file is read from its beginning, and rows are passed over.
ALTER TABLE core."recordImport" ADD COLUMN "place" jsonb;

-- Which opening of a stream the row is of: a name can be taken again while the end of its former opening is on its way.
ALTER TABLE core."eventStream" ADD COLUMN "opening" uuid NOT NULL DEFAULT gen_random_uuid();
