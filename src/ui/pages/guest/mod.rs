//! Links for the person with the phone: making them, and the page behind one.

mod flow;
mod links;

pub use flow::{Flow, GuestPage, Scene, SceneView};
pub use links::{LinkNote, Links, LinksPage, Target};
