//! Opening, migrating, and what can be wrong with a database.

use db::test::TestDb;
use db::{DatabaseUrl, Db, Error};
use tempfile::TempDir;

fn refused(url: &str) -> String {
    let error = DatabaseUrl::parse(url).and_then(|url| Db::open(&url)).err().unwrap();
    let said = error.to_string();
    assert!(!said.contains('\n') && !said.contains("secret"), "{said}");
    said
}

#[test]
fn a_database_that_cannot_be_used_is_one_sentence() {
    let dir = TempDir::new().unwrap();
    let notes = dir.path().join("notes.txt");
    std::fs::write(&notes, "no database at all, but long enough to be taken for one at first sight. ".repeat(50)).unwrap();
    assert!(refused(&format!("sqlite://{}", notes.display())).contains("not a database"));
    assert!(refused(&format!("sqlite://{}", dir.path().display())).contains("cannot open the database"));
    assert!(refused("postgres://nobody:secret@127.0.0.1:1/none").contains("127.0.0.1"));
    assert!(refused("oracle://x").contains("must begin with"));
}

#[test]
fn a_new_database_is_older_until_it_is_migrated() {
    let dir = TempDir::new().unwrap();
    let db = Db::open(&DatabaseUrl::sqlite(&dir.path().join("deep/er/remnavi.db"))).unwrap();
    assert!(matches!(db.check_schema(), Err(Error::OlderSchema)));
    assert!(db.is_empty().unwrap());
    db.migrate().unwrap();
    db.migrate().unwrap();
    db.check_schema().unwrap();
}

#[test]
fn a_newer_schema_is_left_alone() {
    use diesel::RunQueryDsl;
    for test in TestDb::each() {
        let newer = "INSERT INTO __diesel_schema_migrations (version) VALUES ('29990101000000')";
        test.db().write_blocking(|c| Ok(diesel::sql_query(newer).execute(c)?)).unwrap();
        assert!(matches!(test.db().migrate(), Err(Error::NewerSchema)));
        assert!(matches!(test.db().check_schema(), Err(Error::NewerSchema)));
    }
}

#[tokio::test(flavor = "current_thread")]
async fn asynchronous_callers_read_what_was_written() {
    for test in TestDb::each() {
        let written = test.db().write(|c| db::meta::get_or_insert_secret(c, "x", &[7; 32])).await.unwrap();
        let read = test.db().read(db::listings::count).await.unwrap();
        assert_eq!((written, read), ([7; 32], 0));
    }
}
