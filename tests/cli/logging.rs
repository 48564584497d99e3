//! Starting the log.

use wpp_panel::config::{
    Environment, Log, LogFormat,
    logging::{LoggingError, start},
};

#[test]
fn a_log_starts_once_and_only_with_a_filter_that_parses() {
    let wrong = Log { format: LogFormat::Json, filter: "wpp_panel=loud".to_owned() };
    assert!(matches!(start(&wrong), Err(LoggingError::Filter(_))));
    let log = Log::of_environment(&Environment::of(&[("APP_LOG", "json"), ("RUST_LOG", "error")])).unwrap();
    assert_eq!(log, Log { format: LogFormat::Json, filter: "error".to_owned() });
    start(&log).unwrap();
    assert!(matches!(start(&log), Err(LoggingError::Started(_))));
}
