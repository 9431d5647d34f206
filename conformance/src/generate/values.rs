//! Values of each format: good ones, ones of a wanted length, and bad ones.

use casp_wire::table::{Field, Format, Kind};

/// A bad value and what is wrong with it.
pub(crate) type Bad = (&'static str, &'static [u8]);

/// The `nth` of a series of good values of a string or bytes field that ascends strictly.
pub(crate) fn good(field: &Field, nth: usize) -> Vec<u8> {
    let letters = [
        b'A' + u8::try_from(nth / 26).unwrap_or(0),
        b'A' + u8::try_from(nth % 26).unwrap_or(0),
    ];
    match field.format {
        Format::Identifier => format!("item-{nth:03}").into_bytes(),
        Format::CapabilityId => format!("com.example/item-{nth:03}").into_bytes(),
        Format::Semver => format!("1.0.{nth}").into_bytes(),
        Format::MediaType => b"application/json".to_vec(),
        Format::Currency => [&letters[..], b"X"].concat(),
        Format::Country => letters.to_vec(),
        Format::Multiaddr => format!("/dns/host-{nth:03}.example/udp/4001").into_bytes(),
        Format::PlainText => format!("Text {nth:03}").into_bytes(),
        Format::AgentId => {
            let mut bytes = vec![0x5a; 34];
            bytes[..2].copy_from_slice(&[0xed, 0x01]);
            bytes[2..4].copy_from_slice(&u16::try_from(nth).unwrap_or(0).to_be_bytes());
            bytes
        }
        Format::Skill => format!("skill_{nth:03}/part").into_bytes(),
        Format::Any => nth_of_any(field, nth),
    }
}

/// The `nth` value of a field without format, as short as the field admits or nearly so.
fn nth_of_any(field: &Field, nth: usize) -> Vec<u8> {
    let least = usize::try_from(field.min_bytes.max(1)).unwrap_or(1);
    if nth == 0 {
        return of_length(field, least);
    }
    let (mut value, filler) = match field.kind {
        Kind::String => (format!("y{nth:04}").into_bytes(), b'x'),
        _ => (
            [&[0xd2], &u16::try_from(nth).unwrap_or(0).to_be_bytes()[..]].concat(),
            0xd1,
        ),
    };
    let length = least.max(value.len());
    value.resize(length, filler);
    value
}

/// A value of exactly this length, good but for the length.
pub(crate) fn of_length(field: &Field, length: usize) -> Vec<u8> {
    let (head, filler): (&[u8], u8) = match field.format {
        Format::Identifier | Format::Skill => (b"", b'i'),
        Format::CapabilityId => (b"com.example/", b'c'),
        Format::Semver => (b"1.0.0-", b's'),
        // A name has at most 127 characters, so both have to be long.
        Format::MediaType => (b"application/", b'm'),
        Format::Currency | Format::Country => (b"", b'E'),
        Format::Multiaddr => (b"/dns/", b'h'),
        Format::PlainText => (b"", b't'),
        Format::AgentId => (&[0xed, 0x01], 0x5a),
        Format::Any if matches!(field.kind, Kind::String) => (b"", b'x'),
        Format::Any => (b"", 0xd1),
    };
    let mut value = head.to_vec();
    value.resize(length, filler);
    value
}

/// Values that break the format and nothing else; the first is the one to take where one is enough.
pub(crate) fn bad(format: Format) -> &'static [Bad] {
    match format {
        Format::Identifier => &IDENTIFIERS,
        Format::CapabilityId => &CAPABILITY_IDS,
        Format::Semver => &SEMVERS,
        Format::MediaType => &MEDIA_TYPES,
        Format::Currency => &CURRENCIES,
        Format::Country => &COUNTRIES,
        Format::Multiaddr => &MULTIADDRS,
        Format::PlainText => &PLAIN_TEXTS,
        Format::AgentId => &AGENT_IDS,
        Format::Skill => &SKILLS,
        Format::Any => &[],
    }
}

const IDENTIFIERS: [Bad; 8] = [
    ("upper-case", b"Item"),
    ("leading-dot", b".item"),
    ("trailing-hyphen", b"item-"),
    ("space", b"an item"),
    ("not-ascii", "é".as_bytes()),
    ("trailing-newline", b"item\n"),
    ("plus-sign", b"a+b"),
    ("trailing-nul", b"item\0"),
];

const CAPABILITY_IDS: [Bad; 11] = [
    ("no-dot", b"example"),
    ("no-dot-before-the-path", b"example/a.b"),
    ("upper-case", b"com.Example/item"),
    ("empty-label", b"com..example"),
    ("label-begins-with-hyphen", b"com.-example"),
    ("label-ends-with-hyphen", b"com.example-/item"),
    ("underscore-in-label", b"com.ex_ample/item"),
    ("empty-segment", b"com.example//item"),
    ("trailing-slash", b"com.example/"),
    ("segment-ends-with-dot", b"com.example/item."),
    ("not-ascii", "com.exämple".as_bytes()),
];

const SEMVERS: [Bad; 12] = [
    ("two-numbers", b"1.0"),
    ("four-numbers", b"1.0.0.0"),
    ("leading-zero", b"1.02.0"),
    ("leading-v", b"v1.0.0"),
    ("empty-pre-release", b"1.0.0-"),
    ("leading-zero-in-pre-release", b"1.0.0-rc.01"),
    ("empty-identifier-in-pre-release", b"1.0.0-rc..1"),
    ("empty-build", b"1.0.0+"),
    ("two-builds", b"1.0.0+a+b"),
    ("underscore", b"1.0.0-rc_1"),
    ("trailing-space", b"1.0.0 "),
    ("not-ascii-digit", "1.0.٣".as_bytes()),
];

const MEDIA_TYPES: [Bad; 8] = [
    ("no-slash", b"application"),
    ("upper-case", b"application/JSON"),
    ("parameter", b"text/plain;charset=utf-8"),
    ("two-slashes", b"application/json/x"),
    ("empty-subtype", b"application/"),
    ("empty-type", b"/json"),
    ("subtype-begins-with-symbol", b"application/+json"),
    ("wildcard", b"application/*"),
];

const CURRENCIES: [Bad; 3] = [("lower-case", b"eur"), ("digit", b"E1R"), ("not-ascii", "€".as_bytes())];

const COUNTRIES: [Bad; 3] = [("lower-case", b"de"), ("digit", b"D1"), ("not-ascii", "é".as_bytes())];

const MULTIADDRS: [Bad; 8] = [
    ("no-leading-slash", b"dns/host.example/tcp/4001"),
    ("one-segment", b"/dns"),
    ("empty-segment", b"/dns//tcp/4001"),
    ("trailing-slash", b"/dns/host.example/"),
    ("space", b"/dns/host example"),
    ("not-ascii", "/dns/höst.example".as_bytes()),
    ("control", b"/dns/host\x7f"),
    ("slash-alone", b"/"),
];

const PLAIN_TEXTS: [Bad; 20] = [
    ("line-feed", b"One line\nand another"),
    ("nul", b"\0"),
    ("tab", b"a\tb"),
    ("escape", b"\x1b[2J"),
    ("unit-separator", b"a\x1fb"),
    ("delete", b"a\x7f"),
    ("c1-first", "a\u{80}".as_bytes()),
    ("next-line", "a\u{85}b".as_bytes()),
    ("c1-last", "a\u{9f}".as_bytes()),
    ("arabic-letter-mark", "a\u{61c}b".as_bytes()),
    ("left-to-right-mark", "a\u{200e}b".as_bytes()),
    ("right-to-left-mark", "a\u{200f}b".as_bytes()),
    ("line-separator", "a\u{2028}b".as_bytes()),
    ("paragraph-separator", "a\u{2029}b".as_bytes()),
    ("left-to-right-embedding", "a\u{202a}b".as_bytes()),
    ("pop-directional-formatting", "a\u{202c}b".as_bytes()),
    ("right-to-left-override", "\u{202e}txt.exe".as_bytes()),
    ("left-to-right-isolate", "a\u{2066}b".as_bytes()),
    ("right-to-left-isolate", "a\u{2067}b".as_bytes()),
    ("pop-directional-isolate", "a\u{2069}b".as_bytes()),
];

const AGENT_IDS: [Bad; 4] = [
    ("x25519-codec", &multikey(0xec, 0x01)),
    ("codec-not-minimal", &multikey(0xed, 0x81)),
    ("codec-reversed", &multikey(0x01, 0xed)),
    ("secp256k1-codec", &multikey(0xe7, 0x01)),
];

/// 34 bytes that begin with these two.
const fn multikey(first: u8, second: u8) -> [u8; 34] {
    let mut bytes = [0x5a; 34];
    bytes[0] = first;
    bytes[1] = second;
    bytes
}

const SKILLS: [Bad; 8] = [
    ("hyphen", b"web-search"),
    ("upper-case", b"Web_search"),
    ("leading-underscore", b"_web/search"),
    ("trailing-underscore", b"web_/search"),
    ("empty-segment", b"web//search"),
    ("trailing-slash", b"web/"),
    ("leading-slash", b"/web"),
    ("dot", b"web.search"),
];

/// Byte sequences that are not UTF-8 (RFC 3629).
pub(crate) const NOT_UTF8: [Bad; 8] = [
    ("overlong-slash", b"\xc0\xaf"),
    ("stray-continuation", b"\x80"),
    ("surrogate", b"\xed\xa0\x80"),
    ("above-10ffff", b"\xf4\x90\x80\x80"),
    ("cut-off", b"\xe2\x82"),
    ("overlong-nul", b"\xe0\x80\x80"),
    ("five-bytes", b"\xf8\x88\x80\x80\x80"),
    ("lone-ff", b"\xff"),
];
