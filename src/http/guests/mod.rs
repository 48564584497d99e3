//! Links for the person with the phone: what administrators do with them, and the page behind one.

pub(super) mod links;
pub(super) mod page;
