//! A part of a site's pages: for archives that one machine would build for too long. All parts together are the whole, byte by
//! byte.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

/// One of several parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    number: u32,
    of: u32,
}

impl Shard {
    /// Whether the file at a path of the output is of this part: by the path alone, so that a new page moves no other one, and the
    /// same on every machine.
    pub fn has(self, path: &str) -> bool {
        let digest = Sha256::digest(path);
        let number = digest.iter().take(8).fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
        number % u64::from(self.of) == u64::from(self.number - 1)
    }

    /// Whether it is the part that has what is made once of the whole site, such as the search index.
    pub fn is_first(self) -> bool {
        self.number == 1
    }
}

impl FromStr for Shard {
    type Err = String;

    /// `2/16`: the second of sixteen.
    fn from_str(text: &str) -> Result<Self, String> {
        let numbers = text.split_once('/').and_then(|(number, of)| Some((number.trim().parse().ok()?, of.trim().parse().ok()?)));
        match numbers {
            Some((number, of)) if (1..=of).contains(&number) => Ok(Self { number, of }),
            _ => Err("a part is written `2/16`: the second of sixteen".into()),
        }
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}
