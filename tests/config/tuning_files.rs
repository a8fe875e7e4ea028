//! Tuning files: what is refused, and where the caret stands.

use fray::config::tuning::{range, read_file, read_tuning};
use fray::config::{Diagnostics, listing};
use fray::sim::tuning::{Scalar, Unit, WeaponKind};

use super::asset;

fn shipped() -> String {
    asset("tuning/default.toml")
}

fn refused(text: &str) -> Diagnostics {
    read_tuning("t.toml", text).expect_err("the file is broken")
}

/// Changes the shipped file and compares what is wrong with it, one line a problem, without the name of the file.
fn check(changes: &[(&str, &str)], expected: &[&str]) {
    let mut text = shipped();
    for (from, to) in changes {
        assert!(text.contains(from), "{from} is in the shipped file");
        text = text.replacen(from, to, 1);
    }
    let found = refused(&text).to_string();
    let found: Vec<&str> = found.lines().map(|line| line.strip_prefix("t.toml:").unwrap()).collect();
    assert_eq!(found, expected);
}

#[test]
fn a_value_out_of_range_is_refused_at_its_place() {
    check(&[("time = 0.16", "time = 9.5")], &["30:8: `time` of 9.5 is out of range"]);
    check(&[("health = 100", "health = 0")], &["25:10: `health` of 0 is out of range"]);
    check(&[("speed = 900", "speed = -inf")], &["29:9: `speed` is no finite number"]);
    check(&[("speed = 900", "speed = nan")], &["29:9: `speed` is no finite number"]);
    check(&[("health = 100", "health = 99999999999999999999")], &["25:10: `health` is no finite number"]);
}

#[test]
fn a_wrong_type_is_refused() {
    check(&[("time = 0.16", "time = \"fast\"")], &["30:8: `time` must be a number, and is text"]);
    check(&[("time = 0.16", "time = true")], &["30:8: `time` must be a number, and is true or false"]);
    check(&[("health = 100", "health = 99.5")], &["25:10: `health` of 99.5 is no whole number"]);
    check(&[("kind = \"projectile\"", "kind = 1")], &["118:8: `kind` must be text in quotes, and is a number"]);
}

#[test]
fn an_unknown_key_or_table_is_refused_with_what_was_meant() {
    check(
        &[("untouchable =", "untochable ="), ("[life]", "[live]")],
        &["31:1: unknown key `untochable`", "47:2: unknown table `live`"],
    );
    let text = shipped().replacen("untouchable =", "untochable =", 1);
    let report = refused(&text).problems;
    assert_eq!(report[0].help.as_deref(), Some("did you mean `untouchable`?"));
    check(
        &[("[weapons.stitcher]", "[weapon.stitcher]"), ("[weapons.needle]", "[weapon.needle]")],
        &["117:2: unknown table `weapon`"],
    );
    // What resembles nothing that is missing leaves that missing.
    check(&[("untouchable =", "xyz =")], &["28:2: `untouchable` is missing in `[dash]`", "31:1: unknown key `xyz`"]);
}

#[test]
fn everything_wrong_is_shown_at_once_also_behind_broken_syntax() {
    check(
        &[("width = 1600", "width = "), ("time = 0.16", "time = 7"), ("reach = 900", "rech = 900")],
        &[
            "13:12: not TOML: string values must be quoted, expected literal string",
            "30:8: `time` of 7 is out of range",
            "123:1: unknown key `rech`",
        ],
    );
    check(&[("height = 900", "width = 900")], &["14:1: not TOML: duplicate key"]);
}

#[test]
fn values_that_do_not_fit_one_another_are_refused() {
    check(&[("tick = 60", "tick = 70")], &["8:8: a tick rate of 70 Hz does not divide 600"]);
    check(&[("snapshot = 30", "snapshot = 25")], &["9:12: 25 snapshots a second do not divide 60 ticks a second"]);
    let slow = [("tick = 60", "tick = 20"), ("snapshot = 30", "snapshot = 20"), ("rate = 6", "rate = 25")];
    check(&slow, &["120:8: 25 shots a second at 20 ticks a second"]);
    let lazy = [("speed = 900         # u/s, 50", "speed = 100 # u/s, 50"), ("reach = 900", "reach = 1001")];
    check(&lazy, &["123:9: a flight of 10.01 s, the limit is 10 s"]);
}

#[test]
fn weapons_need_a_name_a_kind_and_a_limit() {
    check(&[("[weapons.stitcher]", "[weapons.Stitcher-2]")], &["117:10: `Stitcher-2` is no name for a weapon"]);
    check(&[("kind = \"projectile\"", "kind = \"lazer\"")], &["118:8: no kind of weapon is called `lazer`"]);
    check(&[("kind = \"projectile\"\n", "")], &["117:10: `weapons.stitcher` has no `kind`"]);
    let text = shipped();
    let (head, rest) = text.split_once("[weapons.stitcher]").unwrap();
    let (stitcher, needle) = rest.split_once("# The second").unwrap();
    let personas = &needle[needle.find("# Tempers").unwrap()..];
    assert!(
        refused(&(head.to_owned() + personas)).to_string().ends_with("no weapon: a table `[weapons.NAME]` is missing")
    );
    let many: String = (0..5).map(|i| format!("[weapons.w{i}]{stitcher}")).collect();
    assert!(refused(&(head.to_owned() + &many + personas)).to_string().ends_with(": 5 weapons, the limit is 4"));
}

/// A weapon that a designer adds: what it leaves out has its plain value.
const THIRD: &str = "[weapons.a_later_one]\nkind = \"projectile\"\ndamage = 9\nrate = 1\nspeed = 800\nradius = 4\n\
                     reach = 280\nclip = 4\nreload = 1\npellets = 7\nlook = \"shears\"\n";

/// The shipped file with another third weapon, and no fourth.
fn with_third(third: &str) -> String {
    let text = shipped();
    let (head, rest) = text.split_once("# The third").unwrap();
    format!("{head}{third}\n{}", &rest[rest.find("# Tempers").unwrap()..])
}

#[test]
fn weapons_keep_the_order_of_the_file_and_what_they_leave_out_is_plain() {
    let tuning = read_tuning("t.toml", &with_third(THIRD)).unwrap();
    let names: Vec<&str> = tuning.weapons.iter().map(|weapon| weapon.name.as_str()).collect();
    assert_eq!(names, ["stitcher", "needle", "a_later_one"]);
    let WeaponKind::Projectile(third) = &tuning.weapons[2].kind else { panic!("it shoots projectiles") };
    assert_eq!((third.pellets, third.bounces, third.draw, third.look), (7, 0, 120, 2));
}

#[test]
fn the_first_weapon_is_one_that_all_have() {
    let text = shipped().replacen("look = \"stitch\"", "found = 1\nlook = \"stitch\"", 1);
    assert_eq!(refused(&text).problems[0].message, "the first weapon has to be found");
}

#[test]
fn a_look_that_nobody_knows_is_refused() {
    let report = refused(&with_third(&THIRD.replace("shears", "shear"))).problems;
    assert_eq!(report[0].help.as_deref(), Some("did you mean `shears`?"));
}

#[test]
fn a_report_shows_file_line_column_and_caret() {
    let report = refused(&shipped().replacen("time = 0.16", "tme = 0.16", 1)).render(false);
    let expected = "  × unknown key `tme`
    ╭─[t.toml:30:1]
 29 │ speed = 900        # u/s, 100 to 3000. Speed during a dash.
 30 │ tme = 0.16        # s, 0.02 to 1. How long a dash lasts.
    · ─┬─
    ·  ╰── not known
 31 │ untouchable = 0.1  # s, 0 to 1. How long from its start a dash refuses hits.
    ╰────
  help: did you mean `time`?

";
    assert_eq!(report, expected);
}

#[test]
fn every_value_of_the_shipped_file_says_its_unit_and_range() {
    let text = shipped();
    let mut checked = 0;
    for value in read_file("default", &text).unwrap().values {
        let (before, after) = text.split_at(value.at.start);
        let line = before.lines().last().unwrap().to_owned() + after.lines().next().unwrap();
        if value.is_left_out {
            let Scalar { key, default, about, .. } = value.scalar;
            let (setting, comment) =
                (format!("# {key} = {}", default.unwrap()), format!("# {}. {about}", range(value.scalar)));
            let said = text.lines().any(|line| line.starts_with(&setting) && line.ends_with(&comment));
            assert!(said, "{} is left out, and nothing says so: {setting}  {comment}", value.path());
            continue;
        }
        let (setting, comment) = line.split_once('#').expect("every value has a comment");
        assert!(setting.starts_with(&format!("{} = ", value.scalar.key)), "{line} stands where {} does", value.path());
        assert_eq!(comment, format!(" {}. {}", range(value.scalar), value.scalar.about));
        checked += 1;
    }
    let lines = text.lines().filter(|line| line.contains(" = ") && !line.starts_with(['#', '[']));
    assert_eq!(checked, lines.filter(|line| !line.starts_with("kind")).count());
}

#[test]
fn a_listing_says_what_a_span_comes_to_in_ticks_and_where_a_value_stands() {
    let shipped = read_file("default", &shipped()).unwrap();
    let text = self::shipped().replacen("time = 0.16", "time = 0.2", 1);
    let changed = read_file("t.toml", &text).unwrap();
    let row = |table: String, key: &str| {
        table.lines().find(|line| line.starts_with(key)).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let own = || listing::tuning(&shipped, None, &shipped);
    assert_eq!(row(own(), "dash.time"), "dash.time 0.16 s 0.02 to 1 default 10 ticks = 167 ms");
    assert_eq!(
        row(own(), "weapons.stitcher.rate"),
        "weapons.stitcher.rate 6 /s 0.1 to 30 default 10 ticks apart = 167 ms"
    );
    let listed = listing::tuning(&changed, Some(("t.toml", &text)), &shipped);
    assert_eq!(
        row(listed.clone(), "dash.time"),
        "dash.time 0.2 s 0.02 to 1 t.toml:30 (default 0.16) 12 ticks = 200 ms"
    );
    assert_eq!(row(listed.clone(), "dash.speed"), "dash.speed 900 u/s 100 to 3000 t.toml:29");
    assert_eq!(row(listed, "weapons.stitcher.pellets"), "weapons.stitcher.pellets 1 whole number 1 to 16 left out");
}

#[test]
fn what_a_saved_file_changes_is_named_with_both_values() {
    let text = shipped();
    let saved =
        text.replacen("top_speed = 320", "top_speed = 350.5", 1).replacen("look = \"stitch\"", "look = \"shears\"", 1);
    let saved = saved.replacen("[personas.winder]", "[personas.hoarder]", 1);
    let [before, after] = [&text, &saved].map(|text| read_tuning("t.toml", text).unwrap());
    let told = listing::differences(&before, &after);
    assert_eq!(told[..2], ["body.top_speed 320 → 350.5", "weapons.stitcher.look stitch → shears"]);
    assert_eq!(told[2], "personas.hoarder.distance 300 is new");
    assert_eq!(told.last().unwrap(), "personas.winder.caution is gone");
    assert_eq!(listing::differences(&before, &before), Vec::<String>::new());
}

#[test]
fn every_unit_is_shown_as_it_was_written() {
    let file = read_file("default", &shipped()).unwrap();
    for value in &file.values {
        let unit = value.scalar.unit;
        let error = (unit.show(unit.store(value.value)) - value.value).abs();
        let step = if unit == Unit::Degrees { 360.0 / 65536.0 } else { 1.0 / 256.0 };
        assert!(error <= step, "{}: {} comes back with an error of {error}", value.path(), value.value);
    }
}
