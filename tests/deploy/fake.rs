//! A host's interface on loopback: it checks what it is sent as the real one would, remembers it, and fails when told to.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use serde_json::Value;

/// A request.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    pub method: String,
    /// With the query.
    pub path: String,
    /// Names in small letters.
    pub headers: BTreeMap<String, String>,
    pub body: Vec<u8>,
}

/// An answer: its status, and its bytes.
pub type Answer = (u16, Vec<u8>);

/// An answer that may lead elsewhere.
pub struct Reply {
    answer: Answer,
    location: Option<String>,
}

/// What goes wrong, and what came.
#[derive(Debug, Default)]
pub struct Weather {
    /// Statuses that the next requests are answered with, in place of what they asked for.
    pub statuses: Vec<u16>,
    /// The number of requests after which nothing works any more, if any.
    pub dead_after: Option<usize>,
    pub asked: Vec<Asked>,
}

/// A host that answers until the test's process ends.
pub struct Fake<S> {
    pub port: u16,
    pub state: Arc<Mutex<S>>,
    pub weather: Arc<Mutex<Weather>>,
}

impl Asked {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{} {}: {error}", self.method, self.path))
    }

    pub fn token(&self) -> &str {
        self.headers.get("authorization").and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default()
    }

    /// The parts of a form (RFC 7578): by name, the file's name and the bytes.
    pub fn form(&self) -> BTreeMap<String, (Option<String>, Vec<u8>)> {
        let boundary = format!("--{}", self.headers["content-type"].split("boundary=").nth(1).unwrap());
        let text = String::from_utf8(self.body.clone()).unwrap();
        let mut parts = BTreeMap::new();
        for part in text.split(&boundary).filter(|part| part.contains("\r\n\r\n")) {
            let (head, body) = part.split_once("\r\n\r\n").unwrap();
            let word = |key: &str| head.split(&format!("{key}=\"")).nth(1).and_then(|rest| rest.split('"').next()).map(str::to_owned);
            parts.insert(word(" name").unwrap(), (word("filename"), body.strip_suffix("\r\n").unwrap().as_bytes().to_vec()));
        }
        parts
    }
}

impl Reply {
    /// An empty answer that says where to go on.
    pub fn to(location: String) -> Self {
        Self { answer: (200, vec![]), location: Some(location) }
    }
}

impl From<Answer> for Reply {
    fn from(answer: Answer) -> Self {
        Self { answer, location: None }
    }
}

pub fn json(status: u16, value: &Value) -> Answer {
    (status, value.to_string().into_bytes())
}

impl<S: Send + 'static> Fake<S> {
    /// A host whose interface is `answer`.
    pub fn new<R: Into<Reply> + 'static>(state: S, answer: fn(&mut S, &Asked, u16) -> R) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let fake = Self { port, state: Arc::new(Mutex::new(state)), weather: Arc::default() };
        let (state, weather) = (Arc::clone(&fake.state), Arc::clone(&fake.weather));
        std::thread::spawn(move || {
            for client in listener.incoming().filter_map(Result::ok) {
                let (state, weather) = (Arc::clone(&state), Arc::clone(&weather));
                std::thread::spawn(move || {
                    let mut client = BufReader::new(client);
                    while let Some(asked) = read(&mut client) {
                        let trouble = trouble(&mut weather.lock().unwrap(), &asked);
                        let reply = match trouble {
                            Some(0) => return,
                            Some(status) => Reply::from((status, b"{\"message\":\"not now\"}".to_vec())),
                            None => answer(&mut state.lock().unwrap(), &asked, port).into(),
                        };
                        let (status, body) = reply.answer;
                        let location = reply.location.map(|location| format!("Location: {location}\r\n")).unwrap_or_default();
                        let length = format!("Content-Length: {}\r\nContent-Type: application/json\r\n", body.len());
                        let head = format!("HTTP/1.1 {status} x\r\n{location}{length}\r\n");
                        if client.get_mut().write_all(&[head.as_bytes(), &body].concat()).is_err() {
                            return;
                        }
                    }
                });
            }
        });
        fake
    }

    /// What was asked since the last look.
    pub fn asked(&self) -> Vec<Asked> {
        std::mem::take(&mut self.weather.lock().unwrap().asked)
    }
}

/// The status of a failure that is due; 0 for a connection that is cut.
fn trouble(weather: &mut Weather, asked: &Asked) -> Option<u16> {
    weather.asked.push(asked.clone());
    if weather.dead_after.is_some_and(|count| weather.asked.len() > count) {
        return Some(0);
    }
    weather.statuses.pop()
}

fn read(client: &mut BufReader<TcpStream>) -> Option<Asked> {
    let mut line = String::new();
    client.read_line(&mut line).ok().filter(|count| *count > 0)?;
    let mut words = line.split_whitespace().map(str::to_owned);
    let mut asked = Asked { method: words.next()?, path: words.next()?, ..Asked::default() };
    loop {
        let mut line = String::new();
        client.read_line(&mut line).ok().filter(|count| *count > 0)?;
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        asked.headers.insert(name.to_ascii_lowercase(), value.to_owned());
    }
    assert!(!asked.headers.contains_key("transfer-encoding"), "hosts want to know the length");
    let length = asked.headers.get("content-length").and_then(|value| value.parse().ok()).unwrap_or_default();
    asked.body = vec![0; length];
    client.read_exact(&mut asked.body).ok()?;
    Some(asked)
}
