//! The commands, one file each.

pub mod boards;
pub mod demo;
pub mod doctor;
pub mod extract;
pub mod import;
pub mod ingest;
pub mod keys;
pub mod migrate;
pub mod openapi;
pub mod reindex;
pub mod reports;
pub mod serve;
pub mod unmerge;
pub mod worker;
