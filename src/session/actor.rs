//! The `Session` actor: it carries bytes between a socket and [`Core`], and messages between a room and that socket.
//!
//! The only file that knows the WebSocket library. What it writes comes out of its [`Outbox`] when it is woken; what it
//! reads came through the [`Gate`]. Any error of the stream ends it: one that was ignored would spin for ever.

use std::sync::Arc;
use std::time::Duration;

use actix::prelude::*;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use actix_web_actors::ws;
use bytes::Bytes;
use metrics::{counter, gauge};

use super::core::{Action, Core, Guest, HELLO_MAX_US, wrong_version};
use super::gate::{Gate, RefusalSlot};
use super::messages::End;
use super::reception::{Place, Reception, agree};
use super::socket::{Handle, OwnedHandle};
use crate::link::preset::{self, HEADER};
use crate::lobby::messages::{Find, Found};
use crate::protocol::{CloseReason, MESSAGE_BYTES_MAX, SUBPROTOCOL_ANY, ServerMessage};
use crate::room::fanout::{Enrol, Fanout, SessionId, Strike, Wake};
use crate::room::inbox::{Inbox, Packet};
use crate::room::messages::{Join, Joined, Leave, Obey, Parting, Pass};
use crate::room::metronome::now_us;
use crate::room::outbox::Outbox;
use crate::room::sandbox::Order;
use crate::room::{GameRoom, metrics as names};

/// One connection.
pub struct Session {
    id: SessionId,
    core: Core,
    reception: Arc<Reception>,
    socket: Handle,
    refusal: RefusalSlot,
    inbox: Arc<Inbox>,
    outbox: Arc<Outbox>,
    /// What is being written; kept for its allocation.
    writing: Vec<Bytes>,
    /// The room, from the moment that it was asked to let us in.
    room: Option<Addr<GameRoom>>,
    has_seat: bool,
    /// How it ends: lost, unless somebody wanted it.
    parting: Parting,
    /// The modelled link that it comes over.
    link: Option<String>,
    /// The client speaks another version, so nothing but a goodbye is for it.
    foreign: bool,
    _place: Place,
}

/// Turns a request that was admitted into a WebSocket with a session.
pub fn open(
    request: &HttpRequest,
    payload: web::Payload,
    reception: &Arc<Reception>,
    place: Place,
) -> Result<HttpResponse, actix_web::Error> {
    let offer = request.headers().get(header::SEC_WEBSOCKET_PROTOCOL);
    let agreed = agree(offer.map(|offer| offer.as_bytes()));
    let refusal = RefusalSlot::default();
    let id = SessionId::next();
    let session = Session {
        id,
        core: Core::new(id),
        reception: reception.clone(),
        socket: request.conn_data::<OwnedHandle>().map(OwnedHandle::handle).unwrap_or_default(),
        refusal: refusal.clone(),
        inbox: Arc::default(),
        outbox: Arc::default(),
        writing: Vec::new(),
        room: None,
        has_seat: false,
        parting: Parting::Lost,
        link: link(request),
        foreign: agreed == Some(SUBPROTOCOL_ANY),
        _place: place,
    };
    let gate = Gate::faulty(payload, reception.tick_rate.clone(), refusal, reception.settings.faults.gate_off);
    ws::WsResponseBuilder::new(session, request, gate)
        .protocols(agreed.as_slice())
        .frame_size(MESSAGE_BYTES_MAX)
        .start()
}

/// The link that a proxy on this machine says it is. Anybody else's word for it counts for nothing.
fn link(request: &HttpRequest) -> Option<String> {
    let name = request.headers().get(HEADER)?.to_str().ok()?;
    let is_near = request.peer_addr().is_some_and(|peer| peer.ip().is_loopback());
    (is_near && preset::is_name(name)).then(|| name.to_owned())
}

impl Session {
    fn hear(&mut self, bytes: &[u8], ctx: &mut ws::WebsocketContext<Self>) {
        match self.core.message(bytes) {
            Action::Forward(packet) => self.forward(packet),
            Action::Obey(order) => self.order(order),
            Action::Find(guest) => self.find(guest, ctx),
            Action::Close(reason) if self.reception.settings.faults.tolerates(&reason) => {}
            Action::Close(reason) => self.close(&reason, ctx),
            Action::Ignore => {}
        }
    }

    fn forward(&self, packet: Packet) {
        if !self.inbox.push(packet, now_us()) {
            self.reception.meters.inbox_full.increment(1);
        }
    }

    fn order(&self, order: Order) {
        if let Some(room) = &self.room {
            room.do_send(Obey { session: self.id, order });
        }
    }

    fn find(&mut self, guest: Guest, ctx: &mut ws::WebsocketContext<Self>) {
        let find = Find { wanted: guest.wanted.clone(), name: guest.name.clone() };
        let answer = self.reception.lobby.send(find).into_actor(self);
        ctx.spawn(answer.map(|answer, session, ctx| match answer {
            Ok(Ok(found)) => session.join(guest, found, ctx),
            Ok(Err(reason)) => session.close(&reason, ctx),
            Err(_) => session.close(&CloseReason::Stopping, ctx),
        }));
    }

    fn join(&mut self, guest: Guest, found: Found, ctx: &mut ws::WebsocketContext<Self>) {
        let join = Join {
            name: guest.name.clone(),
            person: guest.person,
            newcomer: found.newcomer,
            aspect: guest.aspect,
            link: self.link.clone(),
            pass: found.pass,
            ticket: found.ticket,
            session: self.id,
            fanout: Fanout::from_registry(),
            inbox: self.inbox.clone(),
            outbox: self.outbox.clone(),
        };
        let resumes = matches!(join.pass, Pass::Resume(_));
        let answer = found.room.send(join).into_actor(self);
        self.room = Some(found.room);
        ctx.spawn(answer.map(move |answer, session, ctx| match answer {
            Ok(Ok(joined)) => {
                counter!(names::RESUMES, "result" => "taken").increment(u64::from(resumes));
                session.joined(&joined, ctx);
            }
            Ok(Err(CloseReason::RoomEnded)) | Err(_) => session.search_again(guest, ctx),
            Ok(Err(reason)) => session.close(&reason, ctx),
        }));
    }

    fn search_again(&mut self, guest: Guest, ctx: &mut ws::WebsocketContext<Self>) {
        self.room = None;
        match self.core.search_again() {
            Ok(()) => self.find(guest, ctx),
            Err(reason) => self.close(&reason, ctx),
        }
    }

    fn joined(&mut self, joined: &Joined, ctx: &mut ws::WebsocketContext<Self>) {
        self.core.joined();
        self.has_seat = joined.seat.is_some();
        gauge!(names::PEOPLE).increment(f64::from(u8::from(self.has_seat)));
        if let Some(room) = &self.room {
            self.reception.watchdog.entered(self.id, room.clone());
        }
        self.write(ctx);
    }

    /// Writes what waits in the outbox. Before the room has answered nothing is written, so that no client can answer a
    /// welcome that we have not heard of ourselves.
    fn write(&mut self, ctx: &mut ws::WebsocketContext<Self>) {
        if !self.core.is_playing() {
            return;
        }
        let closing = self.outbox.take(&mut self.writing);
        let bytes: usize = self.writing.iter().map(Bytes::len).sum();
        self.reception.meters.bytes_sent.increment(bytes as u64);
        self.writing.drain(..).for_each(|message| ctx.binary(message));
        if let Some(reason) = closing {
            self.close(&reason, ctx);
        }
    }

    /// Says goodbye and why, and stops. The watchdog sees to it that the socket goes, even if the client does not answer.
    fn close(&mut self, reason: &CloseReason, ctx: &mut ws::WebsocketContext<Self>) {
        if !self.core.end() {
            return;
        }
        self.note(reason);
        self.parting = if reason.holds_seat() { Parting::Lost } else { Parting::Left };
        ctx.binary(ServerMessage::Goodbye(reason.goodbye()).encode());
        ctx.close(Some(ws::CloseReason { code: reason.code().into(), description: Some(reason.name().to_owned()) }));
        self.stop(ctx);
    }

    /// Counts why it is closed, and logs it if it is the client's fault and its like was not logged lately.
    fn note(&self, reason: &CloseReason) {
        let (name, what, detail) = match (self.refusal.take(), reason) {
            (Some(refusal), _) => (refusal.name(), String::new(), refusal.to_string()),
            (None, CloseReason::Malformed(why)) => (reason.name(), why.what(), why.to_string()),
            (None, _) => (reason.name(), String::new(), reason.name().to_owned()),
        };
        if matches!(reason, CloseReason::SeatGone | CloseReason::SeatBusy) {
            counter!(names::RESUMES, "result" => reason.name()).increment(1);
        }
        if !matches!(reason, CloseReason::Stopping | CloseReason::RoomEnded | CloseReason::ReplayOver) {
            self.reception.warn(name, &what, &detail, now_us());
        }
        counter!(names::CLOSES, "reason" => name, "what" => what).increment(1);
    }

    /// The client has left, with a word or without.
    fn left(&mut self, word: Option<ws::CloseReason>, ctx: &mut ws::WebsocketContext<Self>) {
        if self.core.end() {
            if word.as_ref().is_some_and(|word| word.code == ws::CloseCode::Normal) {
                self.parting = Parting::Left;
            }
            self.note_silent_end();
            ctx.close(word);
            self.stop(ctx);
        }
    }

    /// Counts an end that we had no say in: the client's own wish, a cut line, or the watchdog because we were blocked.
    fn note_silent_end(&mut self) {
        match self.outbox.take(&mut self.writing) {
            Some(reason) => self.note(&reason),
            None => counter!(names::CLOSES, "reason" => "left", "what" => "").increment(1),
        }
    }

    fn stop(&mut self, ctx: &mut ws::WebsocketContext<Self>) {
        self.reception.watchdog.ended(self.id, now_us());
        ctx.stop();
    }
}

impl Actor for Session {
    type Context = ws::WebsocketContext<Self>;

    fn started(&mut self, ctx: &mut Self::Context) {
        let address = ctx.address();
        Fanout::from_registry().do_send(Enrol { session: self.id, wake: address.clone().recipient() });
        let (socket, outbox) = (self.socket.clone(), self.outbox.clone());
        self.reception.watchdog.watch(self.id, socket, outbox, address.recipient(), now_us());
        if self.foreign {
            return self.close(&wrong_version(), ctx);
        }
        ctx.run_later(Duration::from_micros(HELLO_MAX_US), |session, ctx| {
            if session.core.lacks_hello() && !session.reception.settings.faults.hello_waits {
                session.close(&CloseReason::HelloTimeout, ctx);
            }
        });
    }

    fn stopped(&mut self, _: &mut Self::Context) {
        if self.core.end() {
            self.note_silent_end();
        }
        if let Some(room) = &self.room {
            room.do_send(Leave { session: self.id, parting: self.parting });
        }
        gauge!(names::PEOPLE).decrement(f64::from(u8::from(self.has_seat)));
        Fanout::from_registry().do_send(Strike(self.id));
        self.reception.watchdog.ended(self.id, now_us());
    }
}

impl StreamHandler<Result<ws::Message, ws::ProtocolError>> for Session {
    fn handle(&mut self, message: Result<ws::Message, ws::ProtocolError>, ctx: &mut Self::Context) {
        self.reception.meters.messages.increment(1);
        match message {
            Ok(ws::Message::Binary(bytes)) => {
                self.reception.meters.bytes_received.increment(bytes.len() as u64);
                self.hear(&bytes, ctx);
            }
            Ok(ws::Message::Ping(bytes)) => ctx.pong(&bytes),
            Ok(ws::Message::Close(word)) => self.left(word, ctx),
            Ok(_) => {}
            Err(_) => match self.refusal.get() {
                Some(refusal) => self.close(&refusal.reason(), ctx),
                None => self.left(None, ctx),
            },
        }
    }

    fn finished(&mut self, ctx: &mut Self::Context) {
        self.left(None, ctx);
    }
}

impl Handler<Wake> for Session {
    type Result = ();
    fn handle(&mut self, _: Wake, ctx: &mut Self::Context) {
        self.write(ctx);
    }
}

impl Handler<End> for Session {
    type Result = ();
    fn handle(&mut self, End(reason): End, ctx: &mut Self::Context) {
        self.close(&reason, ctx);
    }
}
