//! What is true of a remote-job listing, whoever stores or serves it.
//!
//! This crate is pure: it does no I/O, asks no clock and draws no random
//! numbers. Time and randomness come in as arguments. Values have private
//! fields and one fallible constructor, so that a value that exists is valid.

pub mod account;
pub mod alert;
pub mod bookmark;
pub mod capability;
pub mod city;
pub mod company;
pub mod dedupe;
pub mod eligibility;
pub mod employment;
pub mod evidence;
pub mod guide;
pub mod html;
pub mod id;
pub mod language;
pub mod listing;
pub mod methodology;
pub mod money;
pub mod network;
pub mod pay_doubt;
pub mod place;
pub mod posting;
pub mod query;
pub mod read;
pub mod report;
pub mod role;
pub mod salary;
pub mod saved_search;
pub mod schedule;
pub mod score;
pub mod searched;
pub mod seniority;
pub mod skill;
mod slug_enum;
pub mod source;
pub mod synonyms;
pub mod text;
pub mod time;
pub mod time_zone;
pub mod violation;
pub mod webhook;
pub mod work_mode;
