//! Two threads show one token to a lobby and a room at the same moment, again and again. No socket, and a clock that stands.

use std::sync::{Arc, Barrier, Mutex, PoisonError};
use std::thread;

use actix::prelude::*;
use fray::config::assets::embedded_default;
use fray::config::maps::embedded;
use fray::lobby::messages::{Find, Found, Wanted};
use fray::lobby::{Lobby, LobbySettings};
use fray::protocol::{CloseReason, ServerMessage, decode_server};
use fray::room::fanout::{Fanout, SessionId};
use fray::room::hold::{HoldTimes, Token};
use fray::room::messages::Join;
use fray::room::metronome::{Beat, Tempo};
use fray::room::outbox::Outbox;
use fray::room::sandbox::Idler;
use fray::room::{Faults, Recruit};
use tokio::sync::oneshot;

use super::claim::{Failure, ensure};
use super::crowd::runtime;

/// A clock that never beats.
struct Still;

impl Tempo for Still {
    fn now_us(&self) -> u64 {
        0
    }

    fn beat_at(&self, _: u64, _: Recipient<Beat>) {}
}

/// Where both meet.
struct Ring {
    lobby: Addr<Lobby>,
    fanout: Addr<Fanout>,
    code: String,
    barrier: Barrier,
    token: Mutex<Token>,
    /// What each got: the next token, or why none.
    got: [Mutex<Option<Result<Token, CloseReason>>>; 2],
}

/// Plays so many rounds; how many had one winner, or what went wrong.
pub fn rounds(count: u32) -> Result<u32, Failure> {
    System::new().block_on(async move {
        let arbiters = [Arbiter::new(), Arbiter::new()];
        let (rooms, settings) = (vec![arbiters[0].handle()], settings()?);
        let lobby =
            Lobby::start_in_arbiter(&arbiters[1].handle(), move |_| Lobby::new(settings, rooms, Arc::new(Still)));
        let fanout = Fanout::start_in_arbiter(&arbiters[1].handle(), |_| Fanout::default());
        let first = enter(&lobby, &fanout, Wanted::Quick).await?;
        let (token, code) = first.map_err(|reason| Failure::Broken(format!("nobody was let in: {reason:?}")))?;
        let barrier = Barrier::new(2);
        let ring = Arc::new(Ring { lobby, fanout, code, barrier, token: Mutex::new(token), got: Default::default() });
        let (done, outcome) = oneshot::channel();
        let other = ring.clone();
        thread::spawn(move || fight(&other, 1, count));
        thread::spawn(move || done.send(fight(&ring, 0, count)));
        let outcome = outcome.await.unwrap_or(Ok(0));
        arbiters.iter().for_each(|arbiter| assert!(arbiter.stop(), "it runs until now"));
        outcome
    })
}

/// One of the two. Both look at what both got, so both stop at the same round.
fn fight(ring: &Ring, own: usize, count: u32) -> Result<u32, Failure> {
    let runtime = runtime();
    for round in 0..count {
        let token = *ring.token.lock().unwrap_or_else(PoisonError::into_inner);
        ring.barrier.wait();
        let wanted = Wanted::Resume(ring.code.clone(), token);
        let got = runtime.block_on(enter(&ring.lobby, &ring.fanout, wanted))?;
        *ring.got[own].lock().unwrap_or_else(PoisonError::into_inner) = Some(got.map(|(token, _)| token));
        ring.barrier.wait();
        let got: Vec<_> =
            ring.got.iter().map(|got| got.lock().unwrap_or_else(PoisonError::into_inner).clone()).collect();
        let winners: Vec<Token> = got.iter().flatten().filter_map(|got| got.as_ref().ok().copied()).collect();
        ensure(winners.len() == 1, || format!("pair {round}: {got:?}"))?;
        *ring.token.lock().unwrap_or_else(PoisonError::into_inner) = winners[0];
        ring.barrier.wait();
    }
    Ok(count)
}

/// Asks the lobby and then the room, as a session does: the token of the welcome and the room's code, or why not.
async fn enter(
    lobby: &Addr<Lobby>,
    fanout: &Addr<Fanout>,
    wanted: Wanted,
) -> Result<Result<(Token, String), CloseReason>, Failure> {
    let gone = |_| Failure::Broken("an actor is gone".into());
    let name = "double".to_owned();
    let Found { room, pass, ticket, newcomer } =
        match lobby.send(Find { wanted, name: name.clone() }).await.map_err(gone)? {
            Ok(found) => found,
            Err(reason) => return Ok(Err(reason)),
        };
    let outbox = Arc::new(Outbox::default());
    let join = Join {
        person: fray::room::tongue::Person::default(),
        name,
        newcomer,
        aspect: 1_778,
        link: None,
        pass,
        ticket,
        session: SessionId::next(),
        fanout: fanout.clone(),
        inbox: Arc::default(),
        outbox: outbox.clone(),
    };
    if let Err(reason) = room.send(join).await.map_err(gone)? {
        return Ok(Err(reason));
    }
    let mut messages = Vec::new();
    outbox.take(&mut messages);
    match messages.first().map(|bytes| decode_server(bytes)) {
        Some(Ok(ServerMessage::Welcome(welcome))) => match welcome.token {
            Some(token) => Ok(Ok((Token::new(token), welcome.code))),
            None => Err(Failure::Broken("a welcome without a token".into())),
        },
        other => Err(Failure::Broken(format!("{other:?} in place of a welcome"))),
    }
}

fn settings() -> Result<LobbySettings, Failure> {
    let recruiter = |_: u64, _: u32| Recruit { name: "idler".into(), brain: Box::new(Idler) };
    Ok(LobbySettings {
        rooms_max: 1,
        seats: 8,
        fill: 0,
        presets: Arc::default(),
        map: embedded("box").ok_or_else(|| Failure::Broken("the shipped map is missing".into()))?,
        tuning: Arc::new(embedded_default()),
        recruiter: Arc::new(recruiter),
        seed: 7,
        hold: HoldTimes { shown_s: 25, hidden_s: 120 },
        sandbox: false,
        faults: Faults::default(),
    })
}
