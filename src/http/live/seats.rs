//! How many may listen. Each listener costs memory and an open file for as long as it likes, and a page works without.
//!
//! Who is there keeps the seat and who comes late is refused, not the other way round: a browser that is sent away comes
//! back at once, so that two too many would chase each other for ever. A browser needs one seat, and two while it changes
//! from one connection to another.

use std::{
    collections::HashMap,
    fs,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// For one sign-in, which is one browser: connections of a network that is gone keep theirs for a quarter of an hour.
pub const EACH: usize = 20;
/// For a server, at some 30 KiB each.
const MOST: usize = 2_000;

/// Who listens.
#[derive(Debug)]
pub struct Seats {
    most: usize,
    listeners: Mutex<Listeners>,
}

#[derive(Debug, Default)]
struct Listeners {
    all: usize,
    /// By the hash of the sign-in's token.
    each: HashMap<[u8; 32], usize>,
    said_full: bool,
}

/// A seat; it is free again when this is dropped.
#[derive(Debug)]
pub struct Seat {
    seats: Arc<Seats>,
    sign_in: [u8; 32],
}

impl Seats {
    /// So many for all.
    pub fn new(most: usize) -> Self {
        Self { most, listeners: Mutex::default() }
    }

    /// How many this process can have: a quarter of the files that it may open is left for everything else.
    pub fn affordable() -> usize {
        let limits = fs::read_to_string("/proc/self/limits").unwrap_or_default();
        files(&limits).map_or(MOST, |files| MOST.min(files / 4 * 3))
    }

    /// How many are taken.
    pub fn taken(&self) -> usize {
        self.listeners().all
    }

    /// A seat for this sign-in; `None` if it has all that it may have, or if there are too many listeners.
    pub fn take(self: &Arc<Self>, sign_in: [u8; 32]) -> Option<Seat> {
        let mut listeners = self.listeners();
        if listeners.all >= self.most {
            if !listeners.said_full {
                listeners.said_full = true;
                tracing::warn!(seats = self.most, "no more pages can be told of changes; they ask for them");
            }
            return None;
        }
        let own = listeners.each.entry(sign_in).or_default();
        if *own >= EACH {
            return None;
        }
        *own += 1;
        listeners.all += 1;
        Some(Seat { seats: self.clone(), sign_in })
    }

    fn listeners(&self) -> MutexGuard<'_, Listeners> {
        self.listeners.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut listeners = self.seats.listeners();
        listeners.all -= 1;
        if let Some(own) = listeners.each.get_mut(&self.sign_in) {
            *own -= 1;
            if *own == 0 {
                listeners.each.remove(&self.sign_in);
            }
        }
    }
}

/// How many files a process may open, in the words of Linux; `None` if they cannot be understood, or if there is no limit.
fn files(limits: &str) -> Option<usize> {
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seat_is_one_listeners_until_it_goes() {
        let seats = Arc::new(Seats::new(EACH + 1));
        let mut ours: Vec<Seat> = (0..EACH).map(|_| seats.take([1; 32]).unwrap()).collect();
        assert!(seats.take([1; 32]).is_none(), "the sign-in has all that it may have");
        let theirs = seats.take([2; 32]).unwrap();
        assert!(seats.take([3; 32]).is_none(), "the server is full");
        ours.pop();
        ours.push(seats.take([1; 32]).unwrap());
        drop((ours, theirs));
        let listeners = seats.listeners();
        assert_eq!((listeners.all, listeners.each.len()), (0, 0), "nothing is kept of who has gone");
    }

    #[test]
    fn files_are_left_for_everything_else() {
        let limits = |soft: &str| {
            format!(
                "Limit                     Soft Limit           Hard Limit           Units     \n\
                     Max processes             96000                96000                processes \n\
                     Max open files            {soft}                 524288               files     \n"
            )
        };
        assert_eq!(files(&limits("1024")), Some(1024));
        assert_eq!((files(&limits("unlimited")), files("")), (None, None));
        assert!((1..=MOST).contains(&Seats::affordable()));
    }
}
