//! What a designer has in mind with a map: written beside the drawing, as properties of the map, and into no compiled file.

use tiled::{Properties, PropertyValue};

use super::mirror::Mirror;
use crate::config::document::nearest;

/// For how many players a map may be drawn.
pub const PLAYERS: std::ops::RangeInclusive<i32> = 8..=16;
/// Properties that mean something.
const PROPERTIES: &[&str] = &["mirror", "players"];

/// What is told of a map beside the map.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// For how many players it is drawn; a map without this is one to try things out on, and not judged.
    pub players: Option<i32>,
    /// How the half that is not drawn comes to be.
    pub mirror: Option<Mirror>,
    /// Polygons by their corners: in the compiled map they are walls like all others.
    pub polygons: Vec<Vec<(i32, i32)>>,
}

impl Plan {
    /// Reads the properties of a map, and says what is wrong with them.
    pub fn of(properties: &Properties) -> (Plan, Vec<String>) {
        let (mut plan, mut problems) = (Plan::default(), Vec::new());
        let mut names: Vec<&String> = properties.keys().collect();
        names.sort();
        for name in names {
            match (name.as_str(), &properties[name]) {
                ("mirror", PropertyValue::StringValue(value)) if Mirror::named(value).is_some() => {
                    plan.mirror = Mirror::named(value);
                }
                ("players", PropertyValue::IntValue(value)) if PLAYERS.contains(value) => plan.players = Some(*value),
                ("mirror", _) => {
                    problems.push(format!("property `mirror`: it must be one of {}", Mirror::NAMES.join(", ")))
                }
                ("players", _) => {
                    let (least, most) = (PLAYERS.start(), PLAYERS.end());
                    problems.push(format!("property `players`: it must be a whole number, {least} to {most}"));
                }
                (other, _) => {
                    let help =
                        nearest(other, PROPERTIES).map_or(String::new(), |near| format!(", did you mean `{near}`?"));
                    problems.push(format!("property `{other}` means nothing{help}"));
                }
            }
        }
        (plan, problems)
    }
}
