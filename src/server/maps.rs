//! The compiled maps by their hashes, and their pictures by name: what `/maps/<hash>.json` and `/maps/<name>.svg` answer.

use std::collections::BTreeMap;

use bytes::Bytes;
use parking_lot::Mutex;

use crate::config::assets::Assets;
use crate::config::picture;
use crate::room::Showing;
use crate::sim::Map;

/// Maps that were saved while the server ran and stay served beside the last one of each name: whoever was told of one has
/// it loaded long before a designer has saved so many more.
const SAVED_MAX: usize = 16;

/// Compiled maps as bytes, by hash.
#[derive(Debug, Default)]
pub struct Maps {
    /// Those that were there at the start: they stay.
    first: BTreeMap<String, Bytes>,
    /// Those that were saved since, oldest first.
    saved: Mutex<Vec<Saved>>,
    /// The picture of each map as it is now, by the map's name.
    pictures: Mutex<BTreeMap<String, Bytes>>,
}

#[derive(Debug)]
struct Saved {
    name: String,
    hash: String,
    bytes: Bytes,
}

impl Maps {
    /// All maps among the assets that are well; one that is not is left out, and said so, unless it is `played`, which has
    /// been checked before. A match that is shown brings its own.
    pub fn of(assets: &Assets, played: &Map, showing: Option<&Showing>) -> Maps {
        let (mut first, mut pictures) = (BTreeMap::new(), BTreeMap::new());
        for name in assets.map_names() {
            match assets.map_and_bytes(&name) {
                Ok((map, bytes)) => {
                    let picture = assets.read(&format!("maps/{name}.svg")).map(|bytes| Bytes::from(bytes.into_owned()));
                    pictures.insert(name, picture.unwrap_or_else(|_| picture::draw(&map.file).into()));
                    first.insert(map.hash_hex(), Bytes::from(bytes.into_owned()));
                }
                Err(problems) => tracing::warn!("a map that cannot be served: {problems}"),
            }
        }
        if let Some(Showing { journal, map, .. }) = showing {
            first.insert(map.hash_hex(), Bytes::from(journal.header.map.text.clone()));
        }
        debug_assert!(first.contains_key(&played.hash_hex()), "the map that is played is among them");
        Maps { first, saved: Mutex::default(), pictures: Mutex::new(pictures) }
    }

    /// Serves the picture of a map that has been saved in place of the one before.
    pub fn draw(&self, name: &str, map: &Map) {
        self.pictures.lock().insert(name.to_owned(), picture::draw(&map.file).into());
    }

    /// Serves one more map of this name; of those in whose place others came the one that was saved longest ago may go.
    pub fn add(&self, name: &str, hash: String, bytes: Bytes) {
        let mut saved = self.saved.lock();
        saved.retain(|known| known.hash != hash);
        saved.push(Saved { name: name.to_owned(), hash, bytes });
        let is_old = |at: &usize| saved[at + 1..].iter().any(|later| later.name == saved[*at].name);
        let old: Vec<usize> = (0..saved.len()).filter(is_old).collect();
        if old.len() > SAVED_MAX {
            saved.remove(old[0]);
        }
    }

    /// The map with this hash.
    pub fn get(&self, hash: &str) -> Option<Bytes> {
        let saved = || self.saved.lock().iter().find(|known| known.hash == hash).map(|known| known.bytes.clone());
        self.first.get(hash).cloned().or_else(saved)
    }

    /// The picture of the map of this name.
    pub fn picture(&self, name: &str) -> Option<Bytes> {
        self.pictures.lock().get(name).cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_that_were_saved_lately_are_served_and_those_of_the_start_for_ever() {
        let first = BTreeMap::from([("first".to_owned(), Bytes::from_static(b"first"))]);
        let maps = Maps { first, ..Maps::default() };
        maps.add("other", "other".to_owned(), Bytes::from_static(b"other"));
        for number in 0..SAVED_MAX + 2 {
            maps.add("name", number.to_string(), Bytes::from(number.to_string()));
            maps.add("again", "again".to_owned(), Bytes::from_static(b"again"));
        }
        assert_eq!(maps.get("0"), None);
        assert_eq!(maps.get(&(SAVED_MAX + 1).to_string()), Some(Bytes::from((SAVED_MAX + 1).to_string())));
        assert!(maps.get("1").is_some() && maps.get("again").is_some(), "one that is saved again takes no place");
        assert!(maps.get("other").is_some(), "one that was saved once is what its name stands for");
        assert!(maps.get("first").is_some());
    }
}
