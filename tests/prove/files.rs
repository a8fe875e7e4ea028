//! Broken files: none starts a server, none stops a match, and the message shows the place.

use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant};

use fray::protocol::ServerMessage;

use super::claim::{Claim, Figure, Scratch, Stage, Verdict, ensure, wait_until};
use super::crowd::Crowd;
use super::peer::Peer;

/// From saving a file to its effect.
const EFFECT_MAX: Duration = Duration::from_millis(500);
/// From saving a drawing to the match on it.
const REDRAWN_MAX: Duration = Duration::from_secs(1);
/// What a machine on which others compile may add to that.
const BUSY: Duration = Duration::from_millis(500);

pub fn claims() -> Vec<Claim> {
    vec![
        Claim::new(
            "broken_start",
            "a broken tuning or map file never starts a server, and shows the place",
            broken_start,
        )
        .turned_red_by(&["defaults_instead"]),
        Claim::new("broken_save", "a broken save stops no match; a good one takes effect in 500 ms", broken_save)
            .turned_red_by(&["nobody_watches"]),
        Claim::new(
            "drawing",
            "a map saved in Tiled is played within 1 s by everybody who was there; a broken one is told by its tile",
            drawing,
        )
        .turned_red_by(&["nobody_watches"]),
    ]
}

/// What a start with these assets prints; it must fail.
fn refused(stage: &Stage, assets: &Scratch) -> Result<String, super::claim::Failure> {
    let mut command = super::child::command(stage.fault, &["--assets", assets.flag()])?;
    let (mut process, said, _) = super::child::spawn(&mut command)?;
    let ended = wait_until(Duration::from_secs(5), || matches!(process.try_wait(), Ok(Some(_)) | Err(_)));
    if !ended {
        let _ = process.kill();
    }
    let status = process.wait()?;
    wait_until(Duration::from_millis(500), || said.lock().is_ok_and(|said| said.len() > 3));
    let text = said.lock().map(|said| said.join("\n")).unwrap_or_default();
    ensure(ended && status.code() == Some(1), || format!("it ended with {status}: {text}"))?;
    Ok(text)
}

fn broken_start(stage: &Stage) -> Verdict {
    let (from, _) = rates()?;
    let tuning = Scratch::with_assets("tuning", &[(&from, "tick = sixty")])?;
    let said = refused(stage, &tuning)?;
    ensure(said.contains("default.toml:") && said.contains("sixty"), || format!("no place is named: {said}"))?;
    let map = Scratch::with_assets("map", &[])?;
    let file = map.0.join("maps/hoop.json");
    let text = std::fs::read_to_string(&file)?;
    std::fs::write(&file, text.replacen("\"width\": 2400", "\"width\": 2410", 1))?;
    let said = refused(stage, &map)?;
    ensure(said.contains("hoop.json") && said.contains("2410"), || format!("no place is named: {said}"))?;
    Ok(Figure::new("a word for a number, a width between tiles: exit 1, file and place named", "never starts"))
}

/// The line of the tick rate as it is shipped, and of another good value beside it.
fn rates() -> Result<(String, String), super::claim::Failure> {
    let text = std::fs::read_to_string(super::root().join("assets/tuning/default.toml"))?;
    let line = |key: &str| {
        let line = text.lines().find(|line| line.starts_with(key)).unwrap_or_default();
        line.split('#').next().unwrap_or_default().trim_end().to_owned()
    };
    Ok((line("tick = "), line("top_speed = ")))
}

fn broken_save(stage: &Stage) -> Verdict {
    let assets = Scratch::with_assets("saves", &[])?;
    let server = stage.server(&["--assets", assets.flag()])?;
    let crowd = Crowd::join(server.address, 2)?;
    let good = std::fs::read_to_string(assets.tuning())?;
    let (_, speed) = rates()?;
    for broken in [good.replacen(&speed, "top_speed = \"fast\"", 1), good[..good.len() / 3].to_owned() + "\n[[["] {
        std::fs::write(assets.tuning(), broken)?;
        let refusals = server.meters()?.sum("fray_tuning_reloads_total", "refused");
        let counted = wait_until(Duration::from_secs(3), || {
            server.meters().is_ok_and(|meters| meters.sum("fray_tuning_reloads_total", "refused") > refusals)
        });
        ensure(counted, || format!("a broken save was not noticed: {:?}", server.lines()))?;
    }
    ensure(server.has_said("top_speed") && server.has_said("default.toml:"), || {
        format!("no place is named: {:?}", server.lines())
    })?;
    let before = crowd.snapshots();
    ensure(wait_until(Duration::from_secs(2), || crowd.snapshots() > before + 20), || "the match stands still".into())?;
    let mut peer = Peer::joined(server.address, "designer")?;
    peer.until(Duration::from_secs(5), |message| matches!(message, ServerMessage::Tuning(_)))?;
    let saved = Instant::now();
    std::fs::write(assets.tuning(), good.replacen(&speed, "top_speed = 300", 1))?;
    let told = peer.until(Duration::from_secs(3), |message| matches!(message, ServerMessage::Tuning(_)))?;
    let ServerMessage::Tuning(told) = told else { unreachable!("another message was not asked for") };
    let in_effect = wait_until(Duration::from_secs(2), || crowd.members[0].tick.load(Relaxed) >= told.tick);
    let took = saved.elapsed();
    ensure(in_effect && took <= EFFECT_MAX + BUSY, || format!("it took effect after {took:?}"))?;
    ensure(crowd.gone() == 0, || "the match was disturbed".into())?;
    Ok(Figure::new(format!("2 broken saves refused; a good one in effect after {} ms", took.as_millis()), "≤ 500 ms"))
}

fn drawing(stage: &Stage) -> Verdict {
    let assets = Scratch::with_assets("drawing", &[])?;
    let server = stage.server(&["--assets", assets.flag(), "--map", "box", "--seats", "4", "--fill", "2"])?;
    let mut peer = Peer::joined(server.address, "designer")?;
    let mut next = |within| {
        let told = peer.until(within, |message| matches!(message, ServerMessage::Match(_)))?;
        let ServerMessage::Match(told) = told else { unreachable!("another message was not asked for") };
        Ok::<_, super::claim::Failure>((told.number, told.map))
    };
    let (number, first) = next(Duration::from_secs(5))?;
    let file = assets.0.join("maps/box.tmx");
    let good = std::fs::read_to_string(&file)?;
    let crate_at = |x: &str| good.replacen("x=\"540\" y=\"140\"", &format!("x=\"{x}\" y=\"140\""), 1);
    ensure(crate_at("440") != good, || "the shipped drawing has no crate".into())?;
    std::fs::write(&file, crate_at("790"))?;
    let is_told = wait_until(Duration::from_secs(3), || server.has_said("object 1 \"crate\" at tile (19, 3)"));
    ensure(is_told, || format!("a broken drawing was not told: {:?}", server.lines()))?;
    let saved = Instant::now();
    std::fs::write(&file, crate_at("440"))?;
    let (second_number, second) = next(Duration::from_secs(5))?;
    let took = saved.elapsed();
    ensure(took <= REDRAWN_MAX, || format!("it was played after {took:?}"))?;
    ensure(second_number == number + 1 && second != first, || format!("match {second_number} on {second}"))?;
    let (status, body) = server.get(&format!("/maps/{second}.json"))?;
    ensure(status == 200 && body.contains("[440,140,60,60]"), || format!("status {status} for {second}"))?;
    Ok(Figure::new(format!("a broken one told, a good one played after {} ms", took.as_millis()), "≤ 1 s"))
}
