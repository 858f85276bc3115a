//! Both databases have the same tables, columns and indexes.

use std::collections::BTreeSet;

use db::test::TestDb;
use db::{Backend, Conn};
use diesel::sql_types::Text;
use diesel::{QueryableByName, RunQueryDsl};

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

fn lines(conn: &mut Conn, sql: &str) -> BTreeSet<String> {
    let found: Vec<Line> = diesel::sql_query(sql).load(conn).unwrap();
    found.into_iter().map(|line| line.line).filter(|line| !line.contains("__diesel")).collect()
}

const SQLITE_COLUMNS: &str =
    "SELECT m.name || '.' || c.name || ' ' || lower(c.type) || CASE c.\"notnull\" WHEN 1 THEN ' not null' ELSE '' END AS line
    FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'";
const POSTGRES_COLUMNS: &str =
    "SELECT table_name || '.' || column_name || ' ' || data_type || CASE is_nullable WHEN 'NO' THEN ' not null' ELSE '' END AS line
    FROM information_schema.columns WHERE table_schema = current_schema()";
const SQLITE_INDEXES: &str = "SELECT name AS line FROM sqlite_master WHERE type = 'index' AND name NOT LIKE 'sqlite_%'";
const POSTGRES_INDEXES: &str =
    "SELECT indexname::text AS line FROM pg_indexes WHERE schemaname = current_schema() AND indexname NOT LIKE '%_pkey'";

#[test]
fn the_schemas_are_alike() {
    let schemas: Vec<_> = TestDb::each()
        .iter()
        .map(|test| {
            let (columns, indexes) = match test.db().backend() {
                Backend::Sqlite => (SQLITE_COLUMNS, SQLITE_INDEXES),
                Backend::Postgres => (POSTGRES_COLUMNS, POSTGRES_INDEXES),
            };
            test.db().read_blocking(|c| Ok((lines(c, columns), lines(c, indexes)))).unwrap()
        })
        .collect();
    assert!(schemas[0].0.len() > 80 && schemas[0].1.len() >= 9);
    for other in &schemas[1..] {
        assert_eq!(&schemas[0], other);
    }
}
