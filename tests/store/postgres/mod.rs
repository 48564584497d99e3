//! What is PostgreSQL's alone.

mod adopted;
mod kit;
mod opening;
mod people;
mod pooler;
mod shapes;
mod together;
mod trouble;
