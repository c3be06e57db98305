//! Packets of the SSH file transfer protocol: numbers and texts in a row (RFC 4251, section 5).

use std::io::{ErrorKind, Read};

/// Answers are no longer than a part with its head; whoever sends more speaks another protocol.
const LONGEST: usize = 1 << 20;

/// What a server did not do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// There is no such file or folder.
    Missing,
    /// It says no, in these words.
    Refused(String),
    /// The connection is gone: what ssh said.
    Gone(String),
}

/// A packet in the making: its kind, then what is put to it. An identifier, where it has one, comes in between.
pub(super) struct Out {
    kind: u8,
    id: Option<u32>,
    body: Vec<u8>,
}

/// A packet that is taken apart; what is not there is none.
pub(super) struct Parts<'p>(&'p [u8]);

/// What a name in a folder is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stat {
    /// A file of so many bytes.
    File(u64),
    /// A folder.
    Folder,
    /// A link, a device, a pipe.
    Other,
}

impl Out {
    /// A packet of a kind.
    pub(super) fn new(kind: u8) -> Self {
        Self { kind, id: None, body: Vec::new() }
    }

    /// With the number that its answer will have.
    pub(super) fn with_id(self, id: u32) -> Self {
        Self { id: Some(id), ..self }
    }

    /// And a number of 32 bits.
    pub(super) fn number(mut self, number: u32) -> Self {
        self.body.extend(number.to_be_bytes());
        self
    }

    /// And a number of 64 bits.
    pub(super) fn long(mut self, number: u64) -> Self {
        self.body.extend(number.to_be_bytes());
        self
    }

    /// And bytes, with their length.
    pub(super) fn text(self, bytes: &[u8]) -> Self {
        let mut next = self.number(u32::try_from(bytes.len()).unwrap_or(u32::MAX));
        next.body.extend(bytes);
        next
    }

    /// Its bytes, with their length.
    pub(super) fn packet(&self) -> Vec<u8> {
        let id = self.id.map(u32::to_be_bytes);
        let id = id.as_ref().map_or([].as_slice(), |id| id.as_slice());
        let length = u32::try_from(1 + id.len() + self.body.len()).unwrap_or(u32::MAX);
        [length.to_be_bytes().as_slice(), &[self.kind], id, &self.body].concat()
    }
}

impl<'p> Parts<'p> {
    /// A packet without its length.
    pub(super) fn new(packet: &'p [u8]) -> Self {
        Self(packet)
    }

    /// A byte.
    pub(super) fn byte(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    /// A number of 32 bits.
    pub(super) fn number(&mut self) -> Option<u32> {
        Some(u32::from_be_bytes(self.take(4)?.try_into().ok()?))
    }

    /// A number of 64 bits.
    pub(super) fn long(&mut self) -> Option<u64> {
        Some(u64::from_be_bytes(self.take(8)?.try_into().ok()?))
    }

    /// Bytes.
    pub(super) fn bytes(&mut self) -> Option<&'p [u8]> {
        let length = self.number()? as usize;
        self.take(length)
    }

    /// A text; what is not UTF-8 in it cannot be one of our names.
    pub(super) fn text(&mut self) -> Option<String> {
        Some(String::from_utf8_lossy(self.bytes()?).into_owned())
    }

    /// What the attributes of a file say that it is.
    pub(super) fn stat(&mut self) -> Option<Stat> {
        self.attributes().map(|(stat, _)| stat)
    }

    /// The attributes of a file (section 5): a size, owners, permissions, times, and what is an extension, each if its flag is
    /// set. Given are what it is, and when it was last written, in seconds since 1970 by the server's clock.
    pub(super) fn attributes(&mut self) -> Option<(Stat, Option<u32>)> {
        let flags = self.number()?;
        let has = |bit: u32| flags & bit != 0;
        let size = if has(1) { self.long()? } else { 0 };
        if has(2) {
            self.take(8)?;
        }
        let mode = if has(4) { self.number()? } else { 0 };
        let mut written = None;
        if has(8) {
            self.number()?;
            written = Some(self.number()?);
        }
        if has(0x8000_0000) {
            for _ in 0..self.number()? {
                self.bytes()?;
                self.bytes()?;
            }
        }
        let stat = match mode & 0o170_000 {
            0o040_000 => Stat::Folder,
            0o100_000 => Stat::File(size),
            _ => Stat::Other,
        };
        Some((stat, written))
    }

    fn take(&mut self, count: usize) -> Option<&'p [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }
}

/// A packet without its length.
pub(super) fn packet(from: &mut dyn Read) -> std::io::Result<Vec<u8>> {
    let mut length = [0; 4];
    from.read_exact(&mut length)?;
    let length = u32::from_be_bytes(length) as usize;
    if length > LONGEST {
        return Err(ErrorKind::InvalidData.into());
    }
    let mut packet = vec![0; length];
    from.read_exact(&mut packet)?;
    Ok(packet)
}

/// What an answer that is a status says.
pub(super) fn status(answer: &[u8]) -> Result<(), Fault> {
    let mut parts = Parts::new(answer);
    match (parts.byte(), parts.number(), parts.number()) {
        (Some(kind::STATUS), Some(_), Some(0)) => Ok(()),
        (Some(kind::STATUS), Some(_), Some(2)) => Err(Fault::Missing),
        (Some(kind::STATUS), Some(_), Some(1)) => Err(Fault::Refused(END.into())),
        (Some(kind::STATUS), Some(_), Some(3)) => Err(Fault::Refused("permission denied".into())),
        (Some(kind::STATUS), Some(_), Some(code)) => {
            let words = parts.text().filter(|words| !words.is_empty()).unwrap_or_else(|| format!("code {code}"));
            Err(Fault::Refused(words.to_lowercase()))
        }
        _ => Err(Fault::Refused("the server's answer cannot be read".into())),
    }
}

/// The words for the end of a file.
const END: &str = "end of file";

/// The end of a file is no failure.
pub(super) fn end_of_file(result: Result<(), Fault>) -> Result<(), Fault> {
    match result {
        Err(Fault::Refused(words)) if words == END => Ok(()),
        other => other,
    }
}

/// Kinds of packets (section 3).
pub(super) mod kind {
    pub(in crate::publish::deploy) const INIT: u8 = 1;
    pub(in crate::publish::deploy) const VERSION: u8 = 2;
    pub(in crate::publish::deploy) const OPEN: u8 = 3;
    pub(in crate::publish::deploy) const CLOSE: u8 = 4;
    pub(in crate::publish::deploy) const READ: u8 = 5;
    pub(in crate::publish::deploy) const WRITE: u8 = 6;
    pub(in crate::publish::deploy) const LSTAT: u8 = 7;
    pub(in crate::publish::deploy) const FSTAT: u8 = 8;
    pub(in crate::publish::deploy) const OPENDIR: u8 = 11;
    pub(in crate::publish::deploy) const READDIR: u8 = 12;
    pub(in crate::publish::deploy) const REMOVE: u8 = 13;
    pub(in crate::publish::deploy) const MKDIR: u8 = 14;
    pub(in crate::publish::deploy) const RMDIR: u8 = 15;
    pub(in crate::publish::deploy) const RENAME: u8 = 18;
    pub(in crate::publish::deploy) const READLINK: u8 = 19;
    pub(in crate::publish::deploy) const SYMLINK: u8 = 20;
    pub(in crate::publish::deploy) const STATUS: u8 = 101;
    pub(in crate::publish::deploy) const HANDLE: u8 = 102;
    pub(in crate::publish::deploy) const DATA: u8 = 103;
    pub(in crate::publish::deploy) const NAME: u8 = 104;
    pub(in crate::publish::deploy) const ATTRS: u8 = 105;
    pub(in crate::publish::deploy) const EXTENDED: u8 = 200;
}

/// How a file is opened (section 6.3).
pub(super) mod flag {
    pub(in crate::publish::deploy) const READ: u32 = 0x01;
    pub(in crate::publish::deploy) const WRITE: u32 = 0x02;
    pub(in crate::publish::deploy) const CREATE: u32 = 0x08;
    pub(in crate::publish::deploy) const TRUNCATE: u32 = 0x10;
    pub(in crate::publish::deploy) const EXCLUSIVE: u32 = 0x20;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_in_comes_out() {
        let packet = Out::new(6).with_id(7).text(b"name").long(1 << 40).number(9).packet();
        let mut parts = Parts::new(&packet);
        assert_eq!(parts.number(), Some(u32::try_from(packet.len() - 4).unwrap_or_default()));
        assert_eq!((parts.byte(), parts.number(), parts.text()), (Some(6), Some(7), Some("name".into())));
        assert_eq!((parts.long(), parts.number(), parts.byte()), (Some(1 << 40), Some(9), None));
    }

    #[test]
    fn a_packet_that_lies_about_its_length_ends() {
        assert_eq!(Parts::new(&[0, 0, 0, 9, b'a']).text(), None);
        assert_eq!(Parts::new(&[0x80, 0, 0, 0, 0xff, 0xff, 0xff, 0xff]).stat(), None);
    }

    #[test]
    fn attributes_tell_files_from_folders() {
        let file = [&13_u32.to_be_bytes()[..], &5_u64.to_be_bytes(), &0o100_644_u32.to_be_bytes(), &[0; 8]].concat();
        assert_eq!(Parts::new(&file).stat(), Some(Stat::File(5)));
        let folder = [&4_u32.to_be_bytes()[..], &0o040_755_u32.to_be_bytes()].concat();
        assert_eq!(Parts::new(&folder).stat(), Some(Stat::Folder));
    }
}
