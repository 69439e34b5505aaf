//! The two engines' migrations come to the same schema.

use rondo_fixture::{Engine, Home};

/// Each column with its kind, whether it may be null, and its place in the primary key.
const COLUMNS: [(Engine, &str); 2] = [
    (
        Engine::Sqlite,
        r#"SELECT m.name || '.' || c.name || ' ' || lower(c.type)
                  || CASE WHEN c."notnull" THEN ' not null' ELSE '' END || ' key ' || c.pk
           FROM sqlite_master m JOIN pragma_table_info(m.name) c
           WHERE m.type = 'table' AND m.name NOT LIKE '%sqlx%' AND m.name NOT LIKE 'sqlite%'"#,
    ),
    (
        Engine::Postgres,
        "SELECT t.relname || '.' || a.attname || ' '
                || CASE WHEN y.typname IN ('uuid', 'bytea') THEN 'blob' ELSE format_type(y.oid, NULL) END
                || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END
                || ' key ' || coalesce(array_position(k.conkey, a.attnum), 0)
         FROM pg_class t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
         JOIN pg_type y ON y.oid = a.atttypid LEFT JOIN pg_constraint k ON k.conrelid = t.oid AND k.contype = 'p'
         WHERE t.relnamespace = 'public'::regnamespace AND t.relkind = 'r' AND t.relname NOT LIKE '%sqlx%'",
    ),
];

/// Each index beside the primary keys: its table and columns, whether it is unique, whether partial.
const INDEXES: [(Engine, &str); 2] = [
    (
        Engine::Sqlite,
        r#"SELECT m.name || ' (' || (SELECT group_concat(c.name, ', ') FROM pragma_index_info(i.name) c) || ')'
                  || CASE WHEN i."unique" THEN ' unique' ELSE '' END || CASE WHEN i.partial THEN ' partial' ELSE '' END
           FROM sqlite_master m JOIN pragma_index_list(m.name) i
           WHERE m.type = 'table' AND i.origin <> 'pk' AND m.name NOT LIKE '%sqlx%'"#,
    ),
    (
        Engine::Postgres,
        "SELECT t.relname || ' (' || (SELECT string_agg(a.attname, ', ' ORDER BY k.place)
                    FROM unnest(i.indkey) WITH ORDINALITY AS k (number, place)
                    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.number) || ')'
                || CASE WHEN i.indisunique THEN ' unique' ELSE '' END
                || CASE WHEN i.indpred IS NULL THEN '' ELSE ' partial' END
         FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid
         WHERE t.relnamespace = 'public'::regnamespace AND NOT i.indisprimary AND t.relname NOT LIKE '%sqlx%'",
    ),
];

/// Each reference to another table, and what a delete there does here.
const REFERENCES: [(Engine, &str); 2] = [
    (
        Engine::Sqlite,
        r#"SELECT m.name || '.' || f."from" || ' to ' || f."table" || '.' || f."to" || ' ' || lower(f.on_delete)
           FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table'"#,
    ),
    (
        Engine::Postgres,
        "SELECT t.relname || '.' || a.attname || ' to ' || o.relname || '.' || b.attname || ' '
                || CASE k.confdeltype WHEN 'c' THEN 'cascade' WHEN 'a' THEN 'no action' ELSE k.confdeltype::text END
         FROM pg_constraint k JOIN pg_class t ON t.oid = k.conrelid JOIN pg_class o ON o.oid = k.confrelid
         JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.conkey[1]
         JOIN pg_attribute b ON b.attrelid = o.oid AND b.attnum = k.confkey[1] WHERE k.contype = 'f'",
    ),
];

#[tokio::test]
async fn both_engines_have_the_same_tables_columns_indexes_and_references() {
    let mut schemas = Vec::new();
    for (place, engine) in [Engine::Sqlite, Engine::Postgres].into_iter().enumerate() {
        let home = Home::on(engine).await;
        let sql = home.sql().await;
        let mut schema = Vec::new();
        for (what, queries) in [("column", &COLUMNS), ("index", &INDEXES), ("reference", &REFERENCES)] {
            let (of, query) = queries[place];
            assert_eq!(of, engine);
            schema.extend(sql.texts(query).await.into_iter().map(|line| format!("{what} {line}")));
        }
        schema.sort();
        schemas.push(schema);
    }
    assert!(schemas[0].len() > 100, "there is a schema to compare");
    let only = |one: &Vec<String>, other: &Vec<String>| -> Vec<String> {
        one.iter().filter(|line| !other.contains(line)).cloned().collect()
    };
    let difference = (only(&schemas[0], &schemas[1]), only(&schemas[1], &schemas[0]));
    assert_eq!(difference, (vec![], vec![]), "only SQLite, only Postgres");
}
