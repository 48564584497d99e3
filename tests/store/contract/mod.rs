//! What every database must do, as functions over a fresh one.

pub mod account;
pub mod alerts;
pub mod attempts;
pub mod audit;
pub mod clients;
pub mod events;
pub mod guests;
pub mod history;
pub mod inbox;
pub mod integrations;
pub mod isolation;
pub mod live;
pub mod numbers;
pub mod people;
pub mod providers;
pub mod races;
pub mod removal;
pub mod renaming;
pub mod reserve;
pub mod rewrap;
pub mod rotation;
pub mod rules;
pub mod staff;
pub mod strangers;
pub mod webhooks;
