//! Two servers on one PostgreSQL behave as one.
