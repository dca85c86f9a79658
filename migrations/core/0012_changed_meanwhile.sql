-- Ends a statement that is its own transaction: what it was about has been changed by somebody else since it was read.
CREATE FUNCTION core.changed_meanwhile() RETURNS bigint[]
    LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the record has been changed meanwhile' USING ERRCODE = 'serialization_failure';
END
$$;
