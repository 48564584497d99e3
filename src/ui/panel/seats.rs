//! The list as signals: one for the order, and one for each session, so that a change costs its own card alone.

use leptos::prelude::*;

use crate::{api::wire::Card, domain::ids::IntegrationId};

use super::start::DRAWN;

/// See [`DRAWN`].
const STEP: usize = DRAWN as usize;

/// A session of the list.
#[derive(Clone, Copy)]
pub struct Seat {
    pub id: IntegrationId,
    /// As it was last told.
    pub card: RwSignal<Card>,
    /// It came while the page was open, and is shown wherever it stands.
    is_new: bool,
}

impl Seat {
    fn new(card: Card, is_new: bool) -> Self {
        Self { id: card.id, card: RwSignal::new(card), is_new }
    }

    fn put(self, card: Card) {
        if self.card.with_untracked(|known| *known != card) {
            self.card.set(card);
        }
    }
}

/// All sessions, and how many of them have a card.
struct List {
    all: Vec<Seat>,
    drawn: usize,
    /// What a page that brought only the beginning says of all: how many there are, and how many are connected.
    told: Option<[usize; 2]>,
}

impl List {
    fn is_shown(&self, at: usize) -> bool {
        at < self.drawn || self.all[at].is_new
    }
}

/// The list.
#[derive(Clone, Copy)]
pub struct Seats(RwSignal<List>);

impl Seats {
    /// The beginning of a list, and how many there are and are connected.
    pub fn new(cards: Vec<Card>, told: [usize; 2]) -> Self {
        let told = (cards.len() < told[0]).then_some(told);
        let all = cards.into_iter().map(|card| Seat::new(card, false)).collect();
        Self(RwSignal::new(List { all, drawn: STEP, told }))
    }

    /// Those that have a card.
    pub fn shown(self) -> Vec<Seat> {
        self.0.with(|list| (0..list.all.len()).filter(|at| list.is_shown(*at)).map(|at| list.all[at]).collect())
    }

    /// Whether no more than twice as many have a card as at first.
    pub fn are_few(self) -> bool {
        self.0.with_untracked(|list| list.drawn <= 2 * STEP)
    }

    /// How many there are, how many of them hold, and how many have no card.
    pub fn count(self, holds: fn(&Card) -> bool) -> [usize; 3] {
        self.0.with(|list| {
            let shown = (0..list.all.len()).filter(|at| list.is_shown(*at)).count();
            let [all, held] = list
                .told
                .unwrap_or_else(|| [list.all.len(), list.all.iter().filter(|seat| seat.card.with(holds)).count()]);
            [all, held, all.saturating_sub(shown)]
        })
    }

    /// Draws more; the first of them.
    pub fn draw_more(self) -> Option<IntegrationId> {
        let next =
            self.0.with_untracked(|list| (0..list.all.len()).find(|at| !list.is_shown(*at)).map(|at| list.all[at].id));
        self.0.update(|list| list.drawn += STEP);
        next
    }

    /// A session by its id.
    pub fn find(self, id: IntegrationId) -> Option<Seat> {
        self.0.with_untracked(|list| list.all.iter().find(|seat| seat.id == id).copied())
    }

    /// The whole list anew. Who stays keeps the card, changed where it differs.
    pub fn put_all(self, cards: Vec<Card>) {
        let mut moved = false;
        let all = self.0.with_untracked(|list| {
            moved = list.told.is_some() || list.all.len() != cards.len();
            let seat = |(at, card): (usize, Card)| {
                // most often nothing has moved
                let here = list.all.get(at).filter(|seat| seat.id == card.id);
                moved |= here.is_none();
                match here.or_else(|| list.all.iter().find(|seat| seat.id == card.id)) {
                    Some(seat) => {
                        seat.put(card);
                        *seat
                    }
                    None => Seat::new(card, list.told.is_none()),
                }
            };
            cards.into_iter().enumerate().map(seat).collect()
        });
        if moved {
            self.0.update(|list| {
                list.all = all;
                list.told = None;
            });
        }
    }

    /// One that came or changed.
    pub fn put(self, card: Card) {
        match self.find(card.id) {
            Some(seat) => seat.put(card),
            // as long as only the beginning is known, it may be of the rest
            None if self.0.with_untracked(|list| list.told.is_some()) => {}
            None => self.0.update(|list| list.all.push(Seat::new(card, true))),
        }
    }

    /// One that has gone.
    pub fn remove(self, id: IntegrationId) {
        self.0.update(|list| list.all.retain(|seat| seat.id != id));
    }
}
