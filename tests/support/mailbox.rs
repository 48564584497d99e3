//! A server that takes mail, as far as SMTP goes: RFC 5321 with AUTH PLAIN, and no TLS.

use std::sync::{Arc, Mutex};

use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
};
use wpp_panel::{domain::secret::Secret, http::outlets::MailServer};

/// What came.
#[derive(Clone, Debug, Default)]
pub struct Letter {
    /// What the sender calls itself.
    pub hello: String,
    /// The argument of AUTH.
    pub auth: String,
    /// From and to, as the envelope has them.
    pub envelope: Vec<String>,
    /// Head and body, as they came.
    pub data: String,
}

impl Letter {
    /// The body, from quoted-printable or Base64.
    pub fn body(&self) -> String {
        let (head, body) = self.data.split_once("\r\n\r\n").unwrap();
        assert!(!head.contains("multipart"), "{head}");
        if head.to_lowercase().contains("content-transfer-encoding: base64") {
            use base64::{Engine as _, engine::general_purpose::STANDARD};
            let plain = STANDARD.decode(body.split_whitespace().collect::<String>()).unwrap();
            return String::from_utf8(plain).unwrap();
        }
        let mut bytes = vec![];
        let joined = body.replace("=\r\n", "");
        let mut rest = joined.as_bytes();
        while let Some((first, after)) = rest.split_first() {
            if *first == b'=' {
                bytes.push(u8::from_str_radix(std::str::from_utf8(&after[..2]).unwrap(), 16).unwrap());
                rest = &after[2..];
            } else {
                bytes.push(*first);
                rest = after;
            }
        }
        String::from_utf8(bytes).unwrap()
    }

    /// A line of the head, unfolded; encoded words as they are.
    pub fn head(&self, name: &str) -> Option<String> {
        let (head, _) = self.data.split_once("\r\n\r\n").unwrap();
        let head = head.replace("\r\n ", " ");
        head.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")).map(str::to_owned))
    }
}

#[derive(Default)]
struct Inside {
    letters: Vec<Letter>,
    refusal: Option<String>,
    lines: Vec<String>,
}

/// The server.
#[derive(Clone)]
pub struct Mailbox {
    address: String,
    inside: Arc<Mutex<Inside>>,
}

impl Mailbox {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mailbox = Self { address: listener.local_addr().unwrap().to_string(), inside: Arc::default() };
        let inside = mailbox.inside.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let inside = inside.clone();
                // whoever hangs up in the middle has said nothing
                tokio::spawn(async move { talk(stream, &inside).await.unwrap_or_default() });
            }
        });
        mailbox
    }

    /// Its address for a panel, whose password is this.
    pub fn url(&self, password: &str) -> String {
        format!("smtp://anna:{password}@{}", self.address)
    }

    /// The same in settings.
    pub fn server(&self) -> MailServer {
        Self::server_at(&self.address)
    }

    /// A server somewhere.
    pub fn server_at(address: &str) -> MailServer {
        MailServer {
            url: Secret::new(format!("smtp://anna:word@{address}")),
            from: "Панель <panel@example.org>".to_owned(),
        }
    }

    /// From now on every recipient is refused so; where it begins with 535, every password.
    pub fn refuse(&self, answer: &str) {
        self.inside.lock().unwrap().refusal = Some(answer.to_owned());
    }

    pub fn letters(&self) -> Vec<Letter> {
        self.inside.lock().unwrap().letters.clone()
    }

    /// Every line that came outside of letters.
    pub fn lines(&self) -> Vec<String> {
        self.inside.lock().unwrap().lines.clone()
    }
}

async fn talk(stream: TcpStream, inside: &Mutex<Inside>) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    let mut letter = Letter::default();
    stream.write_all(b"220 mail.example.org\r\n").await?;
    let mut line = String::new();
    while stream.read_line(&mut line).await? > 0 {
        let said = std::mem::take(&mut line).trim_end().to_owned();
        inside.lock().unwrap().lines.push(said.clone());
        let refusal = inside.lock().unwrap().refusal.clone();
        let bad_password = refusal.as_deref().is_some_and(|refusal| refusal.starts_with("535"));
        let (word, rest) = said.split_once(' ').unwrap_or((&said, ""));
        let answer = match word.to_uppercase().as_str() {
            "EHLO" => {
                letter.hello = rest.to_owned();
                "250-mail.example.org\r\n250 AUTH PLAIN".to_owned()
            }
            "AUTH" => {
                letter.auth = rest.to_owned();
                if bad_password { refusal.unwrap() } else { "235 ok".to_owned() }
            }
            "MAIL" => {
                letter.envelope.push(rest.to_owned());
                "250 ok".to_owned()
            }
            "RCPT" => {
                letter.envelope.push(rest.to_owned());
                refusal.unwrap_or_else(|| "250 ok".to_owned())
            }
            "DATA" => {
                stream.write_all(b"354 go on\r\n").await?;
                loop {
                    line.clear();
                    if stream.read_line(&mut line).await? == 0 || line == ".\r\n" {
                        break;
                    }
                    letter.data.push_str(&line);
                }
                line.clear();
                inside.lock().unwrap().letters.push(std::mem::take(&mut letter));
                "250 taken".to_owned()
            }
            "QUIT" => {
                stream.write_all(b"221 bye\r\n").await?;
                return Ok(());
            }
            _ => "250 ok".to_owned(),
        };
        stream.write_all(format!("{answer}\r\n").as_bytes()).await?;
    }
    Ok(())
}
