//! Listings like another one: the same kind of work first, then shared skills.

use std::cmp::Reverse;

use roaring::RoaringBitmap;

use crate::columns::Columns;

/// Points for what two listings have in common.
const ROLE: u64 = 40;
const SHARED_SKILLS: u64 = 60;
const SENIORITY: u64 = 15;
const WORK_MODE: u64 = 10;
const SHAPE: u64 = 5;

/// Open rows like this one with their likeness in points, most alike first. Only
/// listings of the same family are alike, or where the role is unknown, those that share a skill.
pub(crate) fn similar(columns: &Columns, row: u32, limit: usize) -> Vec<(u64, u32)> {
    let role = columns.role.code_of(row);
    let skills = columns.skill.set_of(row).cloned().unwrap_or_default();
    let mut like: RoaringBitmap = match columns.role.get(row) {
        Some(known) if *known != domain::role::Role::other() => {
            columns.family.rows(known.family()).map(|rows| rows.rows() & columns.open.rows()).unwrap_or_default()
        }
        _ => columns.skill.any(skills.iter().copied()).rows() & columns.open.rows(),
    };
    like.remove(row);
    let mut found: Vec<(u64, u32)> = like
        .iter()
        .map(|other| {
            let theirs = columns.skill.set_of(other).map_or(&[][..], |set| set);
            let shared = theirs.iter().filter(|skill| skills.contains(skill)).count() as u64;
            // Dice's coefficient: shared skills count more where neither lists many others.
            let skills = (2 * shared * SHARED_SKILLS).checked_div((skills.len() + theirs.len()) as u64).unwrap_or(0);
            let same = |points: u64, same: bool| if same { points } else { 0 };
            let points = skills
                + same(ROLE, columns.role.code_of(other) == role)
                + same(SENIORITY, columns.seniority.code_of(other) == columns.seniority.code_of(row))
                + same(WORK_MODE, columns.work_mode.code_of(other) == columns.work_mode.code_of(row))
                + same(SHAPE, columns.shape.code_of(other) == columns.shape.code_of(row));
            (points, other)
        })
        .collect();
    let order = |(points, other): &(u64, u32)| (Reverse(*points), Reverse(columns.posted_at.key(*other)), Reverse(columns.id(*other)));
    if found.len() > limit && limit > 0 {
        found.select_nth_unstable_by_key(limit - 1, order);
    }
    found.truncate(limit);
    found.sort_unstable_by_key(order);
    found
}
