//! Whether decoded bytes are text.

/// Bytes within which faults belong together, and of which text may hold one fault.
const STRETCH: usize = 16;

/// Follows decoded bytes and tells where they stop to be text: UTF-8 without control characters
/// but tab and line ends. A fault in sixteen bytes is let pass, though none among the first
/// sixteen, so that what is no text is dismissed after two bytes on average.
#[derive(Default)]
pub(crate) struct Reader {
    length: usize,
    /// Bytes that the character begun still wants.
    wanted: u8,
    faults: usize,
    last_fault: usize,
    /// Where the last stretch of faults begins, and how many faults stand before it.
    stretch: Option<(usize, usize)>,
}

impl Reader {
    /// Takes the next byte; whether it is still text.
    pub(crate) fn take(&mut self, byte: u8) -> bool {
        let fits = match byte {
            0x80..=0xbf => self.wanted > 0,
            _ if self.wanted > 0 => false,
            b' '..=b'~' | b'\t' | b'\n' | b'\r' | 0xc2..=0xf4 => true,
            _ => false,
        };
        self.wanted = match byte {
            0x80..=0xbf => self.wanted.saturating_sub(1),
            0xc2..=0xdf => 1,
            0xe0..=0xef => 2,
            0xf0..=0xf4 => 3,
            _ => 0,
        };
        if !fits {
            if self.stretch.is_none() || self.length - self.last_fault > STRETCH {
                self.stretch = Some((self.length, self.faults));
            }
            self.faults += 1;
            self.last_fault = self.length;
        }
        self.length += 1;
        self.faults <= self.length / STRETCH
    }

    /// Takes so many bytes of printable ASCII; refuses them in the midst of a character.
    pub(crate) fn take_plain(&mut self, count: usize) -> bool {
        let fits = self.wanted == 0;
        if fits {
            self.length += count;
        }
        fits
    }

    /// How many of the bytes taken are text, and whether they are so without a fault.
    pub(crate) fn text(&self) -> (usize, bool) {
        match self.stretch {
            Some((start, before)) if self.length - start <= STRETCH => (start, before == 0),
            _ => (self.length, self.faults == 0),
        }
    }
}

/// Whether all of `bytes` is text without a fault.
pub(crate) fn is_text(bytes: &[u8]) -> bool {
    let mut reader = Reader::default();
    bytes.iter().all(|&byte| reader.take(byte)) && reader.faults == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> (usize, bool) {
        let mut reader = Reader::default();
        let _ = bytes.iter().all(|&byte| reader.take(byte));
        reader.text()
    }

    #[test]
    fn text_ends_where_noise_begins() {
        assert_eq!(text(b"password = 'x'\n"), (15, true));
        assert_eq!(text("zwölf Schlüssel".as_bytes()), (17, true));
        assert_eq!(text(b"a rather long line of text\x01\xff\x02\x80"), (26, true));
        assert_eq!(text(b"\x89PNG").0, 0);
        let one_fault = [&[b'x'; 40], b"\0".as_slice(), &[b'y'; 40]].concat();
        assert_eq!(text(&one_fault), (81, false));
    }
}
