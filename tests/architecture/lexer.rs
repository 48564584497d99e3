//! Rust source as words and signs, without comments; literals are no words.

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sign {
    /// An identifier or keyword.
    Word(String),
    /// `::`
    PathSep,
    /// What stands between `"` and `"`, as written.
    Text(String),
    /// Any other sign.
    Other(char),
}

#[derive(Clone, Debug)]
pub struct Token {
    pub sign: Sign,
    /// Counted from 1.
    pub line: usize,
}

pub fn tokens(source: &str) -> Vec<Token> {
    Lexer { chars: source.chars().collect(), at: 0, line: 1, found: Vec::new() }.run()
}

struct Lexer {
    chars: Vec<char>,
    at: usize,
    line: usize,
    found: Vec<Token>,
}

impl Lexer {
    fn run(mut self) -> Vec<Token> {
        while let Some(first) = self.peek(0) {
            match first {
                '/' if self.peek(1) == Some('/') => self.skip_while(|next| next != '\n'),
                '/' if self.peek(1) == Some('*') => self.skip_block_comment(),
                '"' => self.string(),
                '\'' => self.skip_char_or_lifetime(),
                ':' if self.peek(1) == Some(':') => {
                    self.push(Sign::PathSep);
                    self.step(2);
                }
                _ if first == '_' || first.is_alphanumeric() => self.word(),
                _ if first.is_whitespace() => self.step(1),
                _ => {
                    self.push(Sign::Other(first));
                    self.step(1);
                }
            }
        }
        self.found
    }

    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    fn step(&mut self, count: usize) {
        for _ in 0..count {
            self.line += usize::from(self.peek(0) == Some('\n'));
            self.at += 1;
        }
    }

    fn push(&mut self, sign: Sign) {
        self.found.push(Token { sign, line: self.line });
    }

    fn skip_while(&mut self, goes_on: impl Fn(char) -> bool) {
        while self.peek(0).is_some_and(&goes_on) {
            self.step(1);
        }
    }

    fn skip_block_comment(&mut self) {
        let mut depth = 0_usize;
        while self.peek(0).is_some() {
            match (self.peek(0), self.peek(1)) {
                (Some('/'), Some('*')) => depth += 1,
                (Some('*'), Some('/')) => depth -= 1,
                _ => {
                    self.step(1);
                    continue;
                }
            }
            self.step(2);
            if depth == 0 {
                return;
            }
        }
    }

    fn string(&mut self) {
        let line = self.line;
        self.step(1);
        let start = self.at;
        while let Some(next) = self.peek(0).filter(|next| *next != '"') {
            self.step(if next == '\\' { 2 } else { 1 });
        }
        let text = self.chars.get(start..self.at).unwrap_or_default().iter().collect();
        self.found.push(Token { sign: Sign::Text(text), line });
        self.step(1);
    }

    fn skip_raw_string(&mut self, hashes: usize) {
        self.step(hashes + 1);
        while let Some(next) = self.peek(0) {
            let closes = next == '"' && (1..=hashes).all(|ahead| self.peek(ahead) == Some('#'));
            self.step(if closes { hashes + 1 } else { 1 });
            if closes {
                return;
            }
        }
    }

    fn skip_char_or_lifetime(&mut self) {
        self.step(1);
        if self.peek(0) == Some('\\') {
            self.step(2);
            self.skip_while(|next| next != '\'');
            self.step(1);
        } else if self.peek(1) == Some('\'') {
            self.step(2);
        } else {
            self.skip_while(|next| next == '_' || next.is_alphanumeric());
        }
    }

    /// A word, a number, or the prefix of a literal.
    fn word(&mut self) {
        let start = self.at;
        let ahead = (0..).find(|ahead| self.peek(*ahead).is_none_or(|next| next != '_' && !next.is_alphanumeric()));
        let length = ahead.unwrap_or(1);
        let word: String = self.chars[start..start + length].iter().collect();
        let hashes = (length..).take_while(|ahead| self.peek(*ahead) == Some('#')).count();
        let quoted = self.peek(length + hashes) == Some('"');
        match word.as_str() {
            "r" | "br" | "cr" if quoted => {
                self.step(length);
                self.skip_raw_string(hashes);
            }
            // r#type is the word `type`
            "r" if hashes == 1 => self.step(2),
            _ => {
                self.push(Sign::Word(word));
                self.step(length);
            }
        }
    }
}
