//! What a bot is like beside its chance: how good it is, and of which temper.
//!
//! Reaction and aim error follow from a rating, piecewise linearly between the weak (600), the plain (1000) and the
//! strong bot (1400) of the tuning; below the weak one its line goes on.

use crate::sim::tuning::{Bots, Persona, Tuning};

/// The lowest rating: for newcomers.
pub const BEGINNER: i32 = 200;
/// The ratings between which values are interpolated.
pub const WEAK: i32 = 600;
/// The rating of a plain bot.
pub const PLAIN: i32 = 1000;
/// The rating of a strong bot.
pub const STRONG: i32 = 1400;

/// The part that a bot plays, where it is not the one that the tuning and its number give it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// Its rating in place of `[bots] rating`.
    pub rating: Option<i32>,
    /// How much better it is than that.
    pub better: i32,
    /// Which of the personas it is, counted in file order.
    pub persona: Option<u32>,
    /// In a team it plays for itself: it keeps no company, avenges nobody and guards no tail. What a team is worth is proved
    /// against such ones.
    pub alone: bool,
}

/// How good a bot is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Skill {
    /// From seeing something to acting on it, in 1/600 s.
    pub reaction: u32,
    /// Standard error of its aim, in 1/65536 turn.
    pub aim_error: i32,
    /// 0 for a weak bot, 1 for a strong one.
    pub share: f64,
}

impl Part {
    /// The persona of the bot with this number.
    pub fn persona(self, number: u32, tuning: &Tuning) -> Option<&Persona> {
        let wanted = self.persona.unwrap_or(number) as usize;
        tuning.personas.get(wanted % tuning.personas.len().max(1))
    }

    /// How good it is, `eased` while a newcomer is about.
    pub fn skill(self, tuning: &Tuning, eased: bool) -> Skill {
        let rating = self.rating.unwrap_or(tuning.bots.rating) + self.better;
        Skill::of(if eased { rating.min(tuning.bots.newcomer) } else { rating }, &tuning.bots)
    }
}

impl Skill {
    /// The skill of a rating.
    pub fn of(rating: i32, bots: &Bots) -> Skill {
        let rating = rating.clamp(BEGINNER, STRONG);
        let between = |weak: i32, plain: i32, strong: i32| match rating {
            ..PLAIN => weak + (plain - weak) * (rating - WEAK) / (PLAIN - WEAK),
            _ => plain + (strong - plain) * (rating - PLAIN) / (STRONG - PLAIN),
        };
        Skill {
            reaction: between(bots.reaction_weak, bots.reaction, bots.reaction_strong).max(0) as u32,
            aim_error: between(bots.aim_error_weak, bots.aim_error, bots.aim_error_strong),
            share: f64::from((rating - WEAK).max(0)) / f64::from(STRONG - WEAK),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_lie_on_two_straight_lines() {
        let bots = Bots {
            rating: 1000,
            newcomer: 600,
            reaction_weak: 210,
            reaction: 130,
            reaction_strong: 90,
            aim_error_weak: 1600,
            aim_error: 800,
            aim_error_strong: 600,
        };
        for (rating, reaction, aim_error) in [
            (100, 290, 2400),
            (200, 290, 2400),
            (600, 210, 1600),
            (800, 170, 1200),
            (1000, 130, 800),
            (1200, 110, 700),
            (1400, 90, 600),
        ] {
            let skill = Skill::of(rating, &bots);
            assert_eq!((skill.reaction, skill.aim_error), (reaction, aim_error), "{rating}");
        }
        assert!((Skill::of(1200, &bots).share - 0.75).abs() < 1e-9);
        assert!(Skill::of(300, &bots).share.abs() < 1e-9);
    }
}
