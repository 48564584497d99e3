//! What is PostgreSQL's alone.

mod adopted;
mod kit;
mod middle;
mod news;
mod opening;
mod people;
mod pooler;
mod shapes;
mod together;
mod trouble;
