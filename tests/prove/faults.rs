//! Each claim is worth something only if the defect that it is there for turns it red. `FRAY_FAULT=name` tries the pairs
//! of one claim or of one defect alone.

use super::claim::{Claim, Failure, Figure, Stage, Verdict, ensure};

/// Pairs that the short form tries: those that take a moment.
const QUICK: usize = 4;
const QUICK_CLAIMS: &[&str] = &[
    "unmasked",
    "garbage",
    "version",
    "origins",
    "views",
    "seeds",
    "seats",
    "empty_room",
    "work",
    "keyframe",
    "bytes",
    "replays",
    "spoilt",
    "tempers",
    "duels",
    "ratings",
    "walls",
];

pub fn claim() -> Claim {
    Claim::new("faults", "each planted defect turns its named claims red", all)
}

fn all(stage: &Stage) -> Verdict {
    let claims = super::claims();
    let mut pairs: Vec<(&Claim, &'static str)> =
        claims.iter().flat_map(|claim| claim.faults.iter().map(move |fault| (claim, *fault))).collect();
    if let Ok(name) = std::env::var("FRAY_FAULT") {
        pairs.retain(|(claim, fault)| claim.name == name || *fault == name);
    } else if !stage.long {
        pairs.retain(|(claim, _)| QUICK_CLAIMS.contains(&claim.name));
        let turn = stage.seed as usize % pairs.len();
        pairs.rotate_left(turn);
        pairs.truncate(QUICK);
    }
    let mut lame = Vec::new();
    for (claim, fault) in &pairs {
        let planted = Stage { long: false, fault: Some(fault), seed: stage.seed };
        let word = match super::attempt(claim, &planted) {
            Err(Failure::Broken(why)) => format!("red: {}", why.lines().next().unwrap_or_default()),
            Err(Failure::Void(why)) => format!("void: {why}"),
            Ok(figure) => format!("STAYED GREEN: {}", figure.measured),
        };
        println!("    {fault} -> {}: {word}", claim.name);
        if !word.starts_with("red") {
            lame.push(format!("{fault} -> {}: {word}", claim.name));
        }
    }
    ensure(!pairs.is_empty() && lame.is_empty(), || lame.join("; "))?;
    Ok(Figure::new(format!("{} planted, {} noticed", pairs.len(), pairs.len()), "all"))
}
