-- Months that go together are all counted while everybody still reads them, and only then taken out of their tables: from there to
-- the end of the transaction nobody reads or writes those, so nothing that takes its time may stand between.

DROP FUNCTION mesh.drop_month(text, date, timestamptz);

-- Drops a month of these tables with all that is in it. Gives the rows of each that had such a month.
CREATE FUNCTION mesh.drop_months(parents text[], month date, now timestamptz) RETURNS TABLE (table_name text, rows bigint)
LANGUAGE plpgsql SET lock_timeout = '500ms' AS $$
DECLARE
  gone    record;
  counted jsonb := '{}';
  number  bigint;
BEGIN
  FOR gone IN SELECT m.table_name, m.partition FROM mesh.months m
               WHERE m.table_name = ANY (parents) AND m.month = drop_months.month LOOP
    EXECUTE format('SELECT count(*) FROM %s', gone.partition) INTO number;
    counted := counted || jsonb_build_object(gone.table_name, number);
  END LOOP;

  FOR gone IN SELECT m.table_name, m.partition FROM mesh.months m
               WHERE m.table_name = ANY (parents) AND m.month = drop_months.month
               ORDER BY array_position(parents, m.table_name) LOOP
    EXECUTE format('ALTER TABLE %s DETACH PARTITION %s', gone.table_name, gone.partition);
    EXECUTE format('DROP TABLE %s', gone.partition);
  END LOOP;

  INSERT INTO mesh.dropped_months AS d (table_name, month, rows, dropped_at)
  SELECT c.key, drop_months.month, c.value::bigint, drop_months.now FROM jsonb_each_text(counted) AS c
      ON CONFLICT ON CONSTRAINT dropped_months_pkey DO UPDATE SET rows = d.rows + excluded.rows, dropped_at = excluded.dropped_at;
  RETURN QUERY SELECT c.key, c.value::bigint FROM jsonb_each_text(counted) AS c;
END
$$;
