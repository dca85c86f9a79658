-- A widget of a page shows records through a view of its own; objects and fields have names in several languages.

ALTER TABLE core."view"
    -- The widget that the view belongs to; none for views that people pick.
    ADD COLUMN "widgetId" uuid,
    ADD CONSTRAINT "UQ_view_widget" UNIQUE ("workspaceId", "widgetId");

-- What objects and fields are called in other languages: by locale, then by property.
ALTER TABLE core."objectMetadata"
    ADD COLUMN "translations" jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof("translations") = 'object');
ALTER TABLE core."fieldMetadata"
    ADD COLUMN "translations" jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof("translations") = 'object');
