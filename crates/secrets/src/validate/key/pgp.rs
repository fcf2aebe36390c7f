//! Secret keys of OpenPGP (RFC 4880, sections 4.2, 5.5 and 6.1).

use super::super::Verdict;
use super::armour::Armour;
use super::{CUT, protected};

/// Tag of the packet that holds a secret key.
const SECRET_KEY: u8 = 5;

/// Whether the checksum fits, a secret key comes first, and whether it is encrypted.
pub(super) fn inspect(armour: &Armour<'_>) -> Verdict {
    let Some(data) = armour.decoded() else { return CUT };
    let check = armour.checksum();
    if check.is_some_and(|check| check.as_slice() != &crc24(&data).to_be_bytes()[1..]) {
        return Verdict::Malformed("its checksum does not fit");
    }
    let Some((tag, body)) = packet(&data) else { return CUT };
    match usage(body) {
        _ if tag != SECRET_KEY => Verdict::Malformed("it does not hold a secret key"),
        Some(254 | 255) => protected(),
        _ => Verdict::Genuine,
    }
}

/// CRC-24 (RFC 4880, section 6.1).
fn crc24(data: &[u8]) -> u32 {
    let step = |crc: u32, _| (crc << 1) ^ if crc >> 23 & 1 == 1 { 0x0186_4cfb } else { 0 };
    let sum =
        data.iter().fold(0x00b7_04ce, |crc, &byte| (0..8).fold(crc ^ u32::from(byte) << 16, step));
    sum & 0x00ff_ffff
}

/// The tag of the first packet and its body, in the old form or the new.
fn packet(data: &[u8]) -> Option<(u8, &[u8])> {
    let (&head, rest) = data.split_first()?;
    let width = match (head >> 6, head & 3, rest.first()) {
        (2, 0, _) | (3, _, Some(..192)) => 1,
        (2, 1, _) | (3, _, Some(192..224)) => 2,
        (2, 2, _) => 4,
        (3, _, Some(255)) => 5,
        _ => return None,
    };
    let tag = if head >> 6 == 2 { head >> 2 & 15 } else { head & 63 };
    Some((tag, rest.get(width..)?))
}

/// The octet behind the public part that says how the secret part is protected.
fn usage(body: &[u8]) -> Option<u8> {
    let (head, mut rest) = body.split_at_checked(6)?;
    if head[0] != 4 {
        return None;
    }
    let numbers = match head[5] {
        1..=3 => 2,
        16 => 3,
        17 => 4,
        // A curve's name, then a point.
        19 | 22 => {
            rest = rest.get(1 + usize::from(*rest.first()?)..)?;
            1
        }
        _ => return None,
    };
    for _ in 0..numbers {
        let (bits, after) = rest.split_first_chunk::<2>()?;
        rest = after.get(usize::from(u16::from_be_bytes(*bits)).div_ceil(8)..)?;
    }
    rest.first().copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_check_value() {
        // CRC-24/OPENPGP of the catalogue (reveng.sourceforge.io).
        assert_eq!(crc24(b"123456789"), 0x0021_cf02);
    }
}
