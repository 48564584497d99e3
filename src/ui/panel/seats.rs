//! The list as signals: one for the order, and one for each session, so that a change costs its own card alone.

use leptos::prelude::*;

use crate::{
    api::wire::Card,
    domain::{ids::IntegrationId, state::SessionState},
};

use super::start::DRAWN;

/// See [`DRAWN`].
const STEP: usize = DRAWN as usize;

/// A session of the list.
#[derive(Clone, Copy)]
pub struct Seat {
    pub id: IntegrationId,
    /// As it was last told.
    pub card: RwSignal<Card>,
    /// It came while the page was open, or somebody is connecting it: it has a card wherever it stands.
    is_pinned: bool,
}

impl Seat {
    fn new(card: Card, is_new: bool) -> Self {
        let is_pinned = is_new || card.attempt.is_some();
        Self { id: card.id, card: RwSignal::new(card), is_pinned }
    }

    fn put(self, card: Card) {
        if self.card.with_untracked(|known| *known != card) {
            self.card.set(card);
        }
    }
}

fn is_connected(card: &Card) -> bool {
    card.state == SessionState::Connected && card.trouble.is_none()
}

/// All sessions, and how many of them have a card.
struct List {
    all: Vec<Seat>,
    drawn: usize,
    /// How many there are that the page did not bring along, and how many of those are connected; `None` once all are known.
    rest: Option<[usize; 2]>,
    /// How many of `all` are connected. Counted when one may have become so or not: to listen to all of them would cost each
    /// change of one a question to every other.
    connected: usize,
}

impl List {
    fn is_shown(&self, at: usize) -> bool {
        at < self.drawn || self.all[at].is_pinned
    }

    fn shown(&self) -> impl Iterator<Item = Seat> {
        (0..self.all.len()).filter(|at| self.is_shown(*at)).map(|at| self.all[at])
    }
}

/// The list.
#[derive(Clone, Copy)]
pub struct Seats(RwSignal<List>);

impl Seats {
    /// The beginning of a list, and how many there are and are connected.
    pub fn new(cards: Vec<Card>, [all, connected]: [usize; 2]) -> Self {
        let known = cards.iter().filter(|card| is_connected(card)).count();
        let rest = (cards.len() < all).then(|| [all - cards.len(), connected.saturating_sub(known)]);
        let all = cards.into_iter().map(|card| Seat::new(card, false)).collect();
        Self(RwSignal::new(List { all, drawn: STEP, rest, connected: known }))
    }

    /// Those that have a card.
    pub fn shown(self) -> Vec<Seat> {
        self.0.with(|list| list.shown().collect())
    }

    /// Whether all are known.
    pub fn is_whole(self) -> bool {
        self.0.with_untracked(|list| list.rest.is_none())
    }

    /// Whether no more than twice as many have a card as at first.
    pub fn are_few(self) -> bool {
        self.0.with_untracked(|list| list.shown().count() <= 2 * STEP)
    }

    /// How many there are, how many of them are connected, and how many have no card.
    pub fn counts(self) -> [usize; 3] {
        self.0.with(|list| {
            let [rest, connected] = list.rest.unwrap_or_default();
            let all = rest + list.all.len();
            [all, connected + list.connected, all - list.shown().count()]
        })
    }

    /// Who shows the counts hears of it only if they differ.
    fn count(self) {
        let connected = |list: &List| list.all.iter().filter(|seat| seat.card.with_untracked(is_connected)).count();
        if self.0.with_untracked(|list| list.connected != connected(list)) {
            self.0.update(|list| list.connected = connected(list));
        }
    }

    /// Draws more; the first of them.
    pub fn draw_more(self) -> Option<IntegrationId> {
        let next = self.0.with_untracked(|list| (0..list.all.len()).find(|at| !list.is_shown(*at)))?;
        self.0.update(|list| list.drawn = next + STEP);
        self.0.with_untracked(|list| list.all.get(next).map(|seat| seat.id))
    }

    /// A session by its id.
    pub fn find(self, id: IntegrationId) -> Option<Seat> {
        self.0.with_untracked(|list| list.all.iter().find(|seat| seat.id == id).copied())
    }

    /// The whole list anew. Who stays keeps the card, changed where it differs.
    pub fn put_all(self, cards: Vec<Card>) {
        let mut moved = false;
        let all = self.0.with_untracked(|list| {
            moved = list.rest.is_some() || list.all.len() != cards.len();
            let seat = |(at, card): (usize, Card)| {
                // most often nothing has moved
                let here = list.all.get(at).filter(|seat| seat.id == card.id);
                moved |= here.is_none();
                match here.or_else(|| list.all.iter().find(|seat| seat.id == card.id)) {
                    Some(seat) => {
                        seat.put(card);
                        *seat
                    }
                    None => Seat::new(card, list.rest.is_none()),
                }
            };
            cards.into_iter().enumerate().map(seat).collect()
        });
        if moved {
            self.0.update(|list| {
                list.all = all;
                list.rest = None;
            });
        }
        self.count();
    }

    /// One that came or changed. As long as only the beginning is known, it may be of the rest, unless somebody is
    /// connecting it.
    pub fn put(self, card: Card) {
        match self.find(card.id) {
            Some(seat) => seat.put(card),
            None if self.is_whole() || card.attempt.is_some() => {
                self.0.update(|list| list.all.push(Seat::new(card, true)));
            }
            None => {}
        }
        self.count();
    }

    /// One that has gone.
    pub fn remove(self, id: IntegrationId) {
        self.0.update(|list| list.all.retain(|seat| seat.id != id));
        self.count();
    }
}
