//! Every path that a file names: in `use` lines, grouped or not, and in the midst of code.

use std::collections::HashMap;

use super::lexer::{Sign, Token, tokens};

/// A path as written, with what is needed to know what it means.
#[derive(Clone, Debug)]
pub struct Named {
    pub segments: Vec<String>,
    /// Begins with `::`, so that it is another crate's.
    pub absolute: bool,
    /// The name that a `use` gives it.
    pub alias: Option<String>,
    pub line: usize,
    /// The module it stands in, from the crate's root.
    pub module: Vec<String>,
    pub in_function: bool,
}

/// What a path means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// Something of this crate, from its root.
    Ours(Vec<String>),
    /// Something of another crate, or a name of the file itself.
    Other(Vec<String>),
}

/// All paths of a file that is the module `module`, with their meanings.
pub fn meanings(source: &str, module: &[String]) -> Vec<(Named, Meaning)> {
    let named = Reader::new(tokens(source), module).run();
    let mut aliases = HashMap::new();
    for path in &named {
        if let Some(alias) = &path.alias {
            aliases.insert(alias.clone(), meaning(path, &HashMap::new()));
        }
    }
    named.into_iter().map(|path| (path.clone(), meaning(&path, &aliases))).collect()
}

fn meaning(path: &Named, aliases: &HashMap<String, Meaning>) -> Meaning {
    let mut base = path.module.clone();
    let mut rest = path.segments.iter().map(String::as_str).peekable();
    match rest.peek().copied() {
        _ if path.absolute => return Meaning::Other(path.segments.clone()),
        Some("crate" | "wpp_panel") => {
            base.clear();
            rest.next();
        }
        Some("self" | "super") => {
            while let Some(up) = rest.next_if(|next| matches!(*next, "self" | "super")) {
                if up == "super" {
                    base.pop();
                }
            }
        }
        Some(first) => {
            let Some(known) = aliases.get(first).filter(|_| path.alias.as_deref() != Some(first)) else {
                return Meaning::Other(path.segments.clone());
            };
            let tail = path.segments[1..].iter().cloned();
            return match known.clone() {
                Meaning::Ours(head) => Meaning::Ours(head.into_iter().chain(tail).collect()),
                Meaning::Other(head) => Meaning::Other(head.into_iter().chain(tail).collect()),
            };
        }
        None => {}
    }
    base.extend(rest.map(str::to_owned));
    Meaning::Ours(base)
}

/// The names of the modules that a file declares behind `#[cfg(feature = "ssr")]`.
pub fn server_only(source: &str) -> Vec<String> {
    let signs: Vec<Sign> = tokens(source).into_iter().map(|token| token.sign).collect();
    let gate: Vec<Sign> = tokens("#[cfg(feature = \"ssr\")]").into_iter().map(|token| token.sign).collect();
    let word = |at: usize, wanted: &str| signs.get(at) == Some(&Sign::Word(wanted.to_owned()));
    let starts = (0..signs.len()).filter(|at| signs[*at..].starts_with(&gate)).map(|at| at + gate.len());
    let modules = starts.map(|at| at + usize::from(word(at, "pub"))).filter(|at| word(*at, "mod"));
    modules
        .filter_map(|at| match signs.get(at + 1) {
            Some(Sign::Word(name)) => Some(name.clone()),
            _ => None,
        })
        .collect()
}

struct Reader {
    tokens: Vec<Token>,
    at: usize,
    found: Vec<Named>,
    module: Vec<String>,
    depth: usize,
    /// The brace depths at which inline modules and function bodies begin.
    modules: Vec<usize>,
    functions: Vec<usize>,
    signature: bool,
}

impl Reader {
    fn new(tokens: Vec<Token>, module: &[String]) -> Self {
        Self {
            tokens,
            at: 0,
            found: Vec::new(),
            module: module.to_vec(),
            depth: 0,
            modules: Vec::new(),
            functions: Vec::new(),
            signature: false,
        }
    }

    fn run(mut self) -> Vec<Named> {
        while let Some(sign) = self.sign(0) {
            match sign {
                Sign::Word(word) => self.word(&word),
                Sign::PathSep => self.absolute(),
                Sign::Other(other) => {
                    self.other(other);
                    self.at += 1;
                }
                Sign::Text(_) => self.at += 1,
            }
        }
        self.found
    }

    fn sign(&self, ahead: usize) -> Option<Sign> {
        self.tokens.get(self.at + ahead).map(|token| token.sign.clone())
    }

    fn is(&self, ahead: usize, other: char) -> bool {
        self.sign(ahead) == Some(Sign::Other(other))
    }

    fn other(&mut self, other: char) {
        match other {
            '{' => {
                self.depth += 1;
                if std::mem::take(&mut self.signature) {
                    self.functions.push(self.depth);
                }
            }
            '}' => {
                self.functions.pop_if(|depth| *depth == self.depth);
                if self.modules.pop_if(|depth| *depth == self.depth).is_some() {
                    self.module.pop();
                }
                self.depth = self.depth.saturating_sub(1);
            }
            // a trait's function without a body; `[u8; 4]` in a signature only delays what counts as a body
            ';' => self.signature = false,
            _ => {}
        }
    }

    fn word(&mut self, word: &str) {
        match (word, self.sign(1)) {
            ("mod", Some(Sign::Word(name))) if self.is(2, '{') => {
                self.module.push(name);
                self.modules.push(self.depth + 1);
                self.at += 2;
            }
            ("fn", Some(Sign::Word(_))) => {
                self.signature = true;
                self.at += 1;
            }
            // `use<'a>` in a type is something else
            ("use", next) if next != Some(Sign::Other('<')) => {
                self.at += 1;
                self.tree(&[], false);
            }
            _ => self.path(false),
        }
    }

    /// A path that begins with `::`, unless it goes on after `>`.
    fn absolute(&mut self) {
        let goes_on = self.at > 0 && self.tokens[self.at - 1].sign == Sign::Other('>');
        self.at += 1;
        if let (Some(Sign::Word(_)), false) = (self.sign(0), goes_on) {
            self.path(true);
        } else if goes_on && matches!(self.sign(0), Some(Sign::Word(_))) {
            self.at += 1;
        }
    }

    /// A path in code; a word alone is none.
    fn path(&mut self, absolute: bool) {
        let line = self.tokens[self.at].line;
        let mut segments = Vec::new();
        while let Some(Sign::Word(word)) = self.sign(0) {
            segments.push(word);
            self.at += 1;
            let goes_on = self.sign(0) == Some(Sign::PathSep) && matches!(self.sign(1), Some(Sign::Word(_)));
            if !goes_on {
                break;
            }
            self.at += 1;
        }
        if segments.len() > 1 || absolute {
            self.note(segments, absolute, None, line);
        }
    }

    /// One branch of a `use`, up to its `,`, `}` or `;`.
    fn tree(&mut self, before: &[String], absolute: bool) {
        let mut segments = before.to_vec();
        let mut absolute = absolute;
        while let Some(sign) = self.sign(0) {
            let line = self.tokens[self.at].line;
            match sign {
                Sign::PathSep => absolute |= segments.is_empty(),
                Sign::Other('{') => {
                    self.at += 1;
                    while self.sign(0).is_some() && !self.is(0, '}') {
                        self.tree(&segments, absolute);
                        self.at += usize::from(self.is(0, ','));
                    }
                    self.at += 1;
                    return;
                }
                Sign::Word(word) if word == "as" => {
                    if let Some(Sign::Word(alias)) = self.sign(1) {
                        self.note(segments, absolute, Some(alias), line);
                    }
                    self.at += 2;
                    return;
                }
                // `{self}` names the group's own path
                Sign::Word(word) if word == "self" && !segments.is_empty() => {}
                Sign::Word(word) => segments.push(word),
                Sign::Other('*') => segments.push("*".to_owned()),
                Sign::Other(_) | Sign::Text(_) => {
                    let alias = segments.last().cloned();
                    self.note(segments, absolute, alias, line);
                    return;
                }
            }
            self.at += 1;
        }
    }

    fn note(&mut self, segments: Vec<String>, absolute: bool, alias: Option<String>, line: usize) {
        let (module, in_function) = (self.module.clone(), !self.functions.is_empty());
        self.found.push(Named { segments, absolute, alias, line, module, in_function });
    }
}
