//! `bindgen INPUT.wasm FOLDER [--names]`: writes `wpp-panel.js` and `wpp-panel_bg.wasm` into FOLDER; functions keep their
//! names only if asked to.

use std::{env, process::ExitCode};

use wasm_bindgen_cli_support::Bindgen;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let (input, folder, names) = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [input, folder] => (input, folder, false),
        [input, folder, "--names"] => (input, folder, true),
        _ => {
            eprintln!("usage: bindgen INPUT.wasm FOLDER [--names]");
            return ExitCode::from(2);
        }
    };
    let mut bindgen = Bindgen::new();
    let generated = bindgen
        .input_path(input)
        .out_name("wpp-panel")
        .typescript(false)
        .remove_name_section(!names)
        .remove_producers_section(true)
        // the page says where the WASM is: its name has a hash that is made later
        .omit_default_module_path(true)
        .web(true)
        .and_then(|bindgen| bindgen.generate(folder));
    match generated {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bindgen: {error:?}");
            ExitCode::FAILURE
        }
    }
}
