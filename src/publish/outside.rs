//! Asks other sites whether what we link to is still there, as a guest does: one question at a time to each host, with pauses,
//! again after a while where a host is busy, and not more than once a day for what was there.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use reqwest::Client;
use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;

use super::cache::Cache;
use super::error::{PublishError, unanswered};
use super::progress::Progress;
use super::secure;
use crate::link::outside::host;
use crate::source::machine;
use crate::text::hex::hex;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(20);
/// Hosts that are asked at the same time.
const HOSTS: usize = 16;
/// Between two questions to a host.
const PAUSE: Duration = Duration::from_millis(200);
/// How often a question is asked again, after so long at first, then twice as long; and the longest that a host may have us wait.
const TIMES: u32 = 2;
const AGAIN: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_secs(30);
/// How long an answer that all is well is believed, in seconds.
const BELIEVED: i64 = 24 * 60 * 60;

/// What became of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It is there.
    There,
    /// It is not; why.
    Gone(String),
    /// The host does not tell programs; what it said.
    Untold(String),
}

/// What there is to ask with.
#[derive(Clone)]
struct Asker {
    client: Client,
    cache: Arc<Cache>,
}

/// Asks for each address; gives the answers in the same order.
///
/// # Errors
/// Where this machine cannot ask at all.
pub fn ask(addresses: &[String], cache: Cache, progress: &dyn Progress) -> Result<Vec<Answer>, PublishError> {
    let cannot = |error: String| PublishError::io("ask", std::path::Path::new("other sites"))(std::io::Error::other(error));
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.map_err(|error| cannot(error.to_string()))?;
    let name = concat!("gloss/", env!("CARGO_PKG_VERSION"), " (looks for dead links)");
    let client = secure::client().timeout(PATIENCE).user_agent(name).build().map_err(|error| cannot(words(&error)))?;
    let asker = Asker { client, cache: Arc::new(cache) };
    let mut by_host: BTreeMap<String, Vec<(usize, String)>> = BTreeMap::new();
    for (index, address) in addresses.iter().enumerate() {
        by_host.entry(host(address)).or_default().push((index, address.clone()));
    }
    runtime.block_on(async {
        let (room, (send, mut answers)) = (Arc::new(Semaphore::new(HOSTS)), tokio::sync::mpsc::channel(HOSTS));
        for questions in by_host.into_values() {
            let (asker, room, send) = (asker.clone(), Arc::clone(&room), send.clone());
            tokio::spawn(async move {
                // The semaphore is never closed.
                let _room = room.acquire().await;
                for (index, address) in questions {
                    if send.send((index, asker.ask(&address).await)).await.is_err() {
                        return;
                    }
                }
            });
        }
        drop(send);
        let mut all = vec![Answer::There; addresses.len()];
        while let Some((index, answer)) = answers.recv().await {
            if let Some(place) = all.get_mut(index) {
                *place = answer;
            }
            progress.step();
        }
        Ok(all)
    })
}

impl Asker {
    /// Asks once a day, and again where the host is busy.
    async fn ask(&self, address: &str) -> Answer {
        let key = hex(&Sha256::digest(format!("link {address}")));
        if self.is_believed(&key) {
            return Answer::There;
        }
        let mut number = 0;
        loop {
            tokio::time::sleep(PAUSE).await;
            let (answer, later) = match self.client.get(address).send().await {
                Ok(response) => {
                    let later = response.headers().get("retry-after").and_then(|value| value.to_str().ok()?.parse().ok());
                    judge(response.status().as_u16()).map_or_else(|answer| (answer, Some(later)), |answer| (answer, None))
                }
                Err(error) => (Answer::Gone(words(&error)), (!error.is_builder() && !error.is_redirect()).then_some(None)),
            };
            match later.filter(|_| number < TIMES) {
                Some(asked) => {
                    let own = AGAIN * 2_u32.pow(number);
                    tokio::time::sleep(asked.map_or(own, Duration::from_secs).min(LONGEST)).await;
                    number += 1;
                }
                None => {
                    if answer == Answer::There {
                        self.cache.put(&key, machine::now().as_second().to_string().as_bytes());
                    }
                    return answer;
                }
            }
        }
    }

    fn is_believed(&self, key: &str) -> bool {
        let asked = self.cache.get(key).and_then(|entry| std::str::from_utf8(&entry).ok()?.parse::<i64>().ok());
        asked.is_some_and(|asked| (0..BELIEVED).contains(&(machine::now().as_second() - asked)))
    }
}

/// What a status means (RFC 9110, 15); the error is one that may pass.
fn judge(status: u16) -> Result<Answer, Answer> {
    let said = || format!("it answers {status}");
    match status {
        200..=299 => Ok(Answer::There),
        404 | 410 => Ok(Answer::Gone(said())),
        408 | 425 | 429 => Err(Answer::Untold(said())),
        500 | 502..=504 => Err(Answer::Gone(said())),
        501..=599 => Ok(Answer::Gone(said())),
        _ => Ok(Answer::Untold(said())),
    }
}

/// Why there was no answer, in the words of the deepest cause.
fn words(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return format!("it does not answer within {} seconds", PATIENCE.as_secs());
    }
    unanswered(error)
}
