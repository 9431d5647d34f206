//! Grammars of string and bytes values (SPEC.md section 4.5).
//!
//! Written by hand, a line of ABNF a function, so that the scan neither allocates nor carries a pattern engine.

use crate::table::Format;

pub(crate) fn matches_text(format: Format, text: &str) -> bool {
    match format {
        Format::Any => true,
        Format::Identifier => bounded_by_alnum(text, |byte| matches!(byte, b'.' | b'_' | b'-' | b':' | b'/')),
        Format::CapabilityId => capability_id(text),
        Format::Semver => semver(text),
        Format::MediaType => text
            .split_once('/')
            .is_some_and(|(kind, sub)| restricted_name(kind) && restricted_name(sub)),
        Format::Currency => text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase()),
        Format::Country => text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase()),
        Format::Multiaddr => multiaddr(text),
        Format::PlainText => !text.chars().any(controls_or_directs),
        Format::AgentId => matches_bytes(format, text.as_bytes()),
        Format::Skill => text
            .split('/')
            .all(|segment| bounded_by_alnum(segment, |byte| byte == b'_')),
    }
}

pub(crate) fn matches_bytes(format: Format, bytes: &[u8]) -> bool {
    format != Format::AgentId || (bytes.len() == 34 && bytes.starts_with(&[0xed, 0x01]))
}

fn alnum(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit()
}

/// `alnum [ *( alnum / inner ) alnum ]`
fn bounded_by_alnum(text: &str, inner: impl Fn(u8) -> bool) -> bool {
    let bytes = text.as_bytes();
    let ends = |byte: Option<&u8>| byte.is_some_and(|byte| alnum(*byte));
    ends(bytes.first()) && ends(bytes.last()) && bytes.iter().all(|byte| alnum(*byte) || inner(*byte))
}

/// `label 1*( "." label ) *( "/" segment )`
fn capability_id(text: &str) -> bool {
    let (domain, path) = text
        .split_once('/')
        .map_or((text, None), |(domain, path)| (domain, Some(path)));
    domain.contains('.')
        && domain
            .split('.')
            .all(|label| bounded_by_alnum(label, |byte| byte == b'-'))
        && path.is_none_or(|path| {
            path.split('/')
                .all(|segment| bounded_by_alnum(segment, |byte| matches!(byte, b'.' | b'_' | b'-')))
        })
}

/// `num "." num "." num [ "-" pre *( "." pre ) ] [ "+" build *( "." build ) ]`
fn semver(text: &str) -> bool {
    let (text, build) = text
        .split_once('+')
        .map_or((text, None), |(text, build)| (text, Some(build)));
    let (core, pre) = text
        .split_once('-')
        .map_or((text, None), |(core, pre)| (core, Some(pre)));
    core.split('.').count() == 3
        && core.split('.').all(semver_number)
        && pre.is_none_or(|pre| {
            pre.split('.')
                .all(|part| semver_part(part) && (!digits(part) || semver_number(part)))
        })
        && build.is_none_or(|build| build.split('.').all(semver_part))
}

fn digits(part: &str) -> bool {
    part.bytes().all(|byte| byte.is_ascii_digit())
}

/// `"0" / ( %x31-39 *digit )`
fn semver_number(part: &str) -> bool {
    part == "0" || (!part.is_empty() && digits(part) && !part.starts_with('0'))
}

fn semver_part(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// `alnum *126( alnum / … )`
fn restricted_name(name: &str) -> bool {
    let inner = |byte| alnum(byte) || matches!(byte, b'!' | b'#' | b'$' | b'&' | b'^' | b'_' | b'.' | b'+' | b'-');
    name.len() <= 127 && name.bytes().next().is_some_and(alnum) && name.bytes().all(inner)
}

/// `2*( "/" 1*( %x21-2E / %x30-7E ) )`
fn multiaddr(text: &str) -> bool {
    let Some(segments) = text.strip_prefix('/') else {
        return false;
    };
    segments.contains('/')
        && segments
            .split('/')
            .all(|segment| !segment.is_empty() && segment.bytes().all(|byte| byte.is_ascii_graphic()))
}

fn controls_or_directs(letter: char) -> bool {
    matches!(letter,
        '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{61c}' | '\u{200e}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_grammar_accepts_and_refuses_what_its_abnf_says() {
        use Format::*;
        let cases: [(Format, &[&str], &[&str]); 9] = [
            (
                Identifier,
                &["a", "a.b", "x--y", "a:b/c", "0"],
                &["", ".a", "a.", "A", "a b", "é"],
            ),
            (
                CapabilityId,
                &["a.b", "io.github.x/y-z/1.0_b"],
                &["a", "a/b.c", "a..b", "a.b/", "a.b//c", "a.-b", "a.b_c"],
            ),
            (
                Semver,
                &["0.0.0", "1.2.3-rc.1+b.07", "1.0.0--", "1.0.0-0a"],
                &[
                    "1.0",
                    "01.0.0",
                    "1.0.0-01",
                    "1.0.0-",
                    "1.0.0+",
                    "1.0.0-a..b",
                    "1.0.0+a+b",
                ],
            ),
            (
                MediaType,
                &["image/png", "application/vnd.x+json"],
                &["image", "image/", "Image/png", "a/b/c", "a/b;q=1"],
            ),
            (Currency, &["EUR"], &["eur", "EU", "EURO"]),
            (Country, &["DE"], &["de", "D"]),
            (
                Multiaddr,
                &["/dns/a.example", "/ip6/::1/tcp/1"],
                &["", "/", "/a", "a/b", "/a/", "/a//b", "/a/b c", "/a/\u{7f}"],
            ),
            (PlainText, &["Grüße, 世界"], &["a\nb", "\u{202e}x", "\u{85}"]),
            (Skill, &["a_b/c", "a"], &["", "_a", "a/", "a-b"]),
        ];
        for (format, good, bad) in cases {
            for text in good {
                assert!(matches_text(format, text), "{format:?} refuses {text:?}");
            }
            for text in bad {
                assert!(!matches_text(format, text), "{format:?} accepts {text:?}");
            }
        }
    }
}
