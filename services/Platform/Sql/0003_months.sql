-- Tables by month. What is written every day and kept for a time stands in partitions of one month (UTC) each, so that what is over
-- is dropped as a whole. Months are made ahead of time; a row whose month is not there yet lies in <table>_other until it is made,
-- so nothing fails for want of a month.
--
-- A lock is waited for half a second at most, which is less than PostgreSQL takes to look for deadlocks: whoever looks after months
-- gives way to whoever works, and tries again.

CREATE TABLE mesh.dropped_months (
  table_name text        NOT NULL,
  month      date        NOT NULL,
  rows       bigint      NOT NULL,
  dropped_at timestamptz NOT NULL,
  PRIMARY KEY (table_name, month)
);

CREATE VIEW mesh.months AS
SELECT format('%s.%s', s.nspname, t.relname) AS table_name, to_date(right(p.relname, 7), 'YYYY_MM') AS month,
       i.inhrelid::regclass AS partition
  FROM pg_partitioned_table k
  JOIN pg_class t ON t.oid = k.partrelid
  JOIN pg_namespace s ON s.oid = t.relnamespace
  JOIN pg_inherits i ON i.inhparent = k.partrelid AND i.inhrelid <> k.partdefid
  JOIN pg_class p ON p.oid = i.inhrelid AND p.relname ~ '_\d{4}_\d{2}$';

-- Makes one month of a table, with the rows of it that lie in <table>_other. False where it is there already.
CREATE FUNCTION mesh.make_month(parent regclass, month date) RETURNS boolean
LANGUAGE plpgsql SET lock_timeout = '500ms' SET timezone = 'UTC' AS $$
DECLARE
  begins  timestamptz := date_trunc('month', month);
  ends    timestamptz := begins + interval '1 month';
  other   regclass;
  space   text;
  name    text;
  key     text;
  options text;
  strays  boolean;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('mesh.months'));
  SELECT k.partdefid, n.nspname, format('%s_%s', c.relname, to_char(begins, 'YYYY_MM')), a.attname,
         array_to_string(o.reloptions, ', ')
    INTO other, space, name, key, options
    FROM pg_partitioned_table k
    JOIN pg_class c ON c.oid = k.partrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute a ON a.attrelid = k.partrelid AND a.attnum = k.partattrs[0]
    JOIN pg_class o ON o.oid = k.partdefid
   WHERE k.partrelid = parent;
  IF to_regclass(format('%I.%I', space, name)) IS NOT NULL THEN
    RETURN false;
  END IF;

  EXECUTE format('CREATE TABLE %I.%I (LIKE %s INCLUDING ALL EXCLUDING IDENTITY)', space, name, other);
  IF options <> '' THEN
    EXECUTE format('ALTER TABLE %I.%I SET (%s)', space, name, options);
  END IF;

  EXECUTE format('SELECT EXISTS (SELECT FROM %s WHERE %I >= %L AND %2$I < %4$L)', other, key, begins, ends) INTO strays;
  IF strays THEN
    EXECUTE format('LOCK TABLE %s IN ACCESS EXCLUSIVE MODE', other);
    EXECUTE format(
      'WITH moved AS (DELETE FROM %s WHERE %I >= %L AND %2$I < %4$L RETURNING *) INSERT INTO %I.%I SELECT * FROM moved',
      other, key, begins, ends, space, name);
  END IF;

  EXECUTE format('ALTER TABLE %s ATTACH PARTITION %I.%I FOR VALUES FROM (%L) TO (%L)', parent, space, name, begins, ends);
  RETURN true;
END
$$;

-- The months from now on that have to be there, and those of rows that came while theirs was not.
CREATE FUNCTION mesh.missing_months(parent regclass, now timestamptz, ahead integer) RETURNS SETOF date
LANGUAGE plpgsql SET timezone = 'UTC' AS $$
DECLARE
  other regclass;
  key   text;
BEGIN
  SELECT k.partdefid, a.attname INTO other, key
    FROM pg_partitioned_table k
    JOIN pg_attribute a ON a.attrelid = k.partrelid AND a.attnum = k.partattrs[0]
   WHERE k.partrelid = parent;
  RETURN QUERY EXECUTE format(
    'SELECT date_trunc(''month'', $1 + n * interval ''1 month'')::date FROM generate_series(0, $2) AS n
      UNION
     SELECT date_trunc(''month'', %I)::date FROM %s
     EXCEPT
     (SELECT month FROM mesh.months WHERE table_name = $3
       UNION ALL
      SELECT month FROM mesh.dropped_months WHERE table_name = $3)
      ORDER BY 1', key, other)
    USING now, ahead, (SELECT format('%s.%s', n.nspname, c.relname)
                         FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = parent);
END
$$;

-- Keeps a month as it is until the transaction ends: it is read, and nobody writes to it.
CREATE FUNCTION mesh.hold_month(parent text, month date) RETURNS void
LANGUAGE plpgsql SET lock_timeout = '500ms' AS $$
DECLARE
  held regclass := (SELECT m.partition FROM mesh.months m WHERE m.table_name = parent AND m.month = hold_month.month);
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('mesh.months'));
  IF held IS NOT NULL THEN
    EXECUTE format('LOCK TABLE %s IN SHARE MODE', held);
  END IF;
END
$$;

-- Drops a month with all that is in it. Gives its rows; null where there is no such month.
CREATE FUNCTION mesh.drop_month(parent text, month date, now timestamptz) RETURNS bigint
LANGUAGE plpgsql SET lock_timeout = '500ms' AS $$
DECLARE
  gone    regclass := (SELECT m.partition FROM mesh.months m WHERE m.table_name = parent AND m.month = drop_month.month);
  counted bigint;
BEGIN
  IF gone IS NULL THEN
    RETURN NULL;
  END IF;

  EXECUTE format('SELECT count(*) FROM %s', gone) INTO counted;
  EXECUTE format('ALTER TABLE %s DETACH PARTITION %s', parent, gone);
  EXECUTE format('DROP TABLE %s', gone);
  INSERT INTO mesh.dropped_months AS d (table_name, month, rows, dropped_at)
  VALUES (parent, month, counted, now)
      ON CONFLICT ON CONSTRAINT dropped_months_pkey DO UPDATE SET rows = d.rows + excluded.rows, dropped_at = excluded.dropped_at;
  RETURN counted;
END
$$;
