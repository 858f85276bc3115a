//! What No Fluff Jobs' search sends.

use serde::Deserialize;

use crate::families::lenient::{Flag, List, Number, Object, Text};

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Offer {
    /// Of this row: the offer in one place.
    pub id: Text,
    /// Of the offer.
    pub reference: Text,
    /// The company.
    pub name: Text,
    pub title: Text,
    /// The last part of the address.
    pub url: Text,
    pub location: Object<Location>,
    pub fully_remote: Flag,
    pub salary: Object<Salary>,
    /// Epoch milliseconds.
    pub posted: Number,
    pub tiles: Object<Tiles>,
}

impl Offer {
    /// What is asked of the applicant.
    pub fn requirements(&self) -> impl Iterator<Item = &str> {
        let tiles = self.tiles.get().into_iter().flat_map(|tiles| tiles.values.iter());
        tiles.filter(|tile| tile.kind.get() == Some("requirement")).filter_map(|tile| tile.value.get())
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Location {
    pub places: List<Place>,
    pub fully_remote: Flag,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Place {
    /// A town, or "Remote".
    pub city: Text,
    pub province: Text,
    pub country: Object<Country>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Country {
    pub name: Text,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Salary {
    pub from: Number,
    pub to: Number,
    pub currency: Text,
    #[serde(rename = "type")]
    pub kind: Text,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Tiles {
    pub values: List<Tile>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Tile {
    pub value: Text,
    #[serde(rename = "type")]
    pub kind: Text,
}
