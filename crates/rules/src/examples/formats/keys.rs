//! Private keys that parse and open nothing.

use super::super::random::Random;
use super::padded;

/// A block of `label`, its body in lines of 64; `locked` where a passphrase would protect it.
pub(super) fn pem(label: &str, line_end: &str, locked: bool, random: &mut Random) -> String {
    let key = match label {
        "OPENSSH PRIVATE KEY" => openssh(locked, random),
        "PGP PRIVATE KEY BLOCK" => pgp(locked, random),
        "PRIVATE KEY" => pkcs8(random),
        "ENCRYPTED PRIVATE KEY" => {
            sequence(&[sequence(&[vec![6, 1, 42]]), value(4, &random.bytes(512))])
        }
        _ => numbers(random),
    };
    let body = padded(&key);
    let blank = if label.starts_with("PGP") { line_end } else { "" };
    let mut out = format!("-----BEGIN {label}-----{line_end}{blank}");
    for (at, character) in body.chars().enumerate() {
        if at > 0 && at % 64 == 0 {
            out.push_str(line_end);
        }
        out.push(character);
    }
    out + line_end + "-----END " + label + "-----"
}

fn value(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len() as u16;
    let mut out = vec![tag];
    match content.len() {
        0..128 => out.push(length as u8),
        _ => {
            out.push(0x82);
            out.extend(length.to_be_bytes());
        }
    }
    out.extend(content);
    out
}

fn sequence(parts: &[Vec<u8>]) -> Vec<u8> {
    value(0x30, &parts.concat())
}

/// A version and numbers, as in PKCS #1.
fn numbers(random: &mut Random) -> Vec<u8> {
    let mut parts = vec![vec![2, 1, 0]];
    parts.extend((0..4).map(|_| value(2, &random.bytes(128))));
    sequence(&parts)
}

fn pkcs8(random: &mut Random) -> Vec<u8> {
    let algorithm = sequence(&[vec![6, 3, 0x2b, 0x65, 0x70]]);
    sequence(&[vec![2, 1, 0], algorithm, value(4, &random.bytes(512))])
}

fn openssh(locked: bool, random: &mut Random) -> Vec<u8> {
    let string = |text: &[u8]| [(text.len() as u32).to_be_bytes().as_slice(), text].concat();
    let (cipher, derivation): (&[u8], &[u8]) =
        if locked { (b"aes256-ctr", b"bcrypt") } else { (b"none", b"none") };
    let numbers = random.bytes(4);
    let secret = [numbers.clone(), numbers, random.bytes(120)].concat();
    let parts: [&[u8]; 7] = [
        b"openssh-key-v1\0",
        &string(cipher),
        &string(derivation),
        &string(b""),
        &1u32.to_be_bytes(),
        &string(&random.bytes(51)),
        &string(&secret),
    ];
    parts.concat()
}

/// A packet of version 4 with an RSA key; the armour's checksum is left out, as it may be.
fn pgp(locked: bool, random: &mut Random) -> Vec<u8> {
    let number = |random: &mut Random| [vec![4, 0], random.bytes(128)].concat();
    let mut body = vec![4, 0x65, 0, 0, 0, 1];
    body.extend(number(random));
    body.extend([0, 17, 1, 0, 1]);
    body.push(if locked { 254 } else { 0 });
    body.extend(random.bytes(300));
    let mut packet = vec![0x95];
    packet.extend((body.len() as u16).to_be_bytes());
    packet.extend(body);
    packet
}
