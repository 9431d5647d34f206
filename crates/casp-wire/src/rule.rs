//! Rules of SPEC.md: stages, verdicts, and the one function through which every check passes.

use core::fmt;

/// Stages of verification, in their order (SPEC.md section 11.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Size of the input.
    Size,
    /// Encoding of bundle and envelope.
    Encoding,
    /// Payload type.
    Type,
    /// Size of the payload.
    PayloadSize,
    /// The key named by `keyid`.
    Key,
    /// The signature.
    Signature,
    /// Encoding of the payload.
    PayloadEncoding,
    /// Meaning of the payload.
    Semantic,
    /// The signer's right to speak for the issuer.
    Delegation,
    /// Time.
    Freshness,
    /// What was seen before.
    Replay,
    /// What the statement refers to.
    Chain,
    /// Hardware attestation.
    Attestation,
    /// The verifier's own limits.
    Policy,
}

impl Stage {
    /// Every stage, in order.
    pub const ALL: [Self; 14] = [
        Self::Size,
        Self::Encoding,
        Self::Type,
        Self::PayloadSize,
        Self::Key,
        Self::Signature,
        Self::PayloadEncoding,
        Self::Semantic,
        Self::Delegation,
        Self::Freshness,
        Self::Replay,
        Self::Chain,
        Self::Attestation,
        Self::Policy,
    ];

    /// The name that SPEC.md uses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Size => "SIZE",
            Self::Encoding => "ENCODING",
            Self::Type => "TYPE",
            Self::PayloadSize => "PAYLOAD_SIZE",
            Self::Key => "KEY",
            Self::Signature => "SIGNATURE",
            Self::PayloadEncoding => "PAYLOAD_ENCODING",
            Self::Semantic => "SEMANTIC",
            Self::Delegation => "DELEGATION",
            Self::Freshness => "FRESHNESS",
            Self::Replay => "REPLAY",
            Self::Chain => "CHAIN",
            Self::Attestation => "ATTESTATION",
            Self::Policy => "POLICY",
        }
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What a verifier says of a statement (SPEC.md section 11.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// All rules hold.
    Accept,
    /// Refused, and nobody is to blame: honest peers meet this daily.
    Ignore,
    /// Refused: no honest issuer with correct software makes this.
    Reject,
}

impl Verdict {
    /// The name that SPEC.md uses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Accept => "ACCEPT",
            Self::Ignore => "IGNORE",
            Self::Reject => "REJECT",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One row of a table of rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleInfo {
    /// Id, such as `ENC-3`.
    pub id: &'static str,
    /// Code, such as `varint-not-minimal`.
    pub code: &'static str,
    /// Stage at which a breach is reported. For rules of encoding, that of the envelope; a payload that breaks one is
    /// reported at [`Stage::PayloadEncoding`].
    pub stage: Stage,
    /// Verdict on a breach.
    pub verdict: Verdict,
    /// Name of the variant that stands for it in the code.
    pub variant: &'static str,
}

/// A breach of a rule.
pub trait Violation: Copy + core::error::Error {
    /// Id of the rule, such as `ENC-3`.
    fn rule(&self) -> &'static str;

    /// Code of the rule, such as `varint-not-minimal`.
    fn code(&self) -> &'static str;

    /// The stage that found it.
    fn stage(&self) -> Stage;

    /// What follows from it; never [`Verdict::Accept`].
    fn verdict(&self) -> Verdict;
}

/// The gate that every check of every rule passes.
///
/// # Errors
/// The violation, unless the rule holds.
#[inline]
pub fn check<V: Violation>(holds: bool, violation: V) -> Result<(), V> {
    if holds || fault::skips(violation.rule()) {
        Ok(())
    } else {
        Err(violation)
    }
}

/// Switches rules off, to show that a suite notices. Does nothing but in builds with `--cfg casp_fault`.
pub mod fault {
    #[cfg(not(casp_fault))]
    #[inline]
    pub(super) const fn skips(_rule: &str) -> bool {
        false
    }

    #[cfg(casp_fault)]
    static SKIPPED: std::sync::OnceLock<std::vec::Vec<std::string::String>> = std::sync::OnceLock::new();

    #[cfg(casp_fault)]
    static BROKEN: std::sync::Mutex<std::collections::BTreeSet<&'static str>> =
        std::sync::Mutex::new(std::collections::BTreeSet::new());

    /// Asked of every rule that does not hold.
    #[cfg(casp_fault)]
    pub(super) fn skips(rule: &'static str) -> bool {
        if let Ok(mut broken) = BROKEN.lock() {
            broken.insert(rule);
        }
        SKIPPED
            .get()
            .is_some_and(|skipped| skipped.iter().any(|each| each == rule))
    }

    /// The rules that did not hold since this was last asked, skipped or not, reported or not.
    #[cfg(casp_fault)]
    pub fn take_broken() -> std::collections::BTreeSet<&'static str> {
        BROKEN.lock().map_or_else(
            |_| std::collections::BTreeSet::new(),
            |mut broken| std::mem::take(&mut *broken),
        )
    }

    /// Skips the rules with these ids from now on. Only the first call of a process counts.
    #[cfg(casp_fault)]
    pub fn skip(rules: std::vec::Vec<std::string::String>) {
        let _ = SKIPPED.set(rules);
    }
}

/// Declares a `#[non_exhaustive]` enum with one variant a rule, the list of its rules, and [`Violation`] for it.
///
/// A variant may carry where the breach is, in named fields; an enum may wrap the violations of the layer below.
#[macro_export]
macro_rules! violations {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $( $rule:literal $code:literal $stage:ident $verdict:ident $variant:ident $({ $($(#[$fmeta:meta])* $field:ident : $type:ty),* })? = $text:tt, )*
        }
        $( wraps $(#[$wmeta:meta])* $wrapped:ident($inner:ty) )?
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
        #[non_exhaustive]
        pub enum $name {
            $(
                #[doc = concat!($rule, " `", $code, "`.")]
                #[error($text)]
                $variant $({ $($(#[$fmeta])* #[allow(missing_docs)] $field: $type),* })?,
            )*
            $(
                $(#[$wmeta])*
                #[error(transparent)]
                $wrapped(#[from] $inner),
            )?
        }

        impl $name {
            /// The rules that this crate checks, in the order of SPEC.md.
            pub const RULES: &'static [$crate::rule::RuleInfo] = &[
                $( $crate::rule::RuleInfo {
                    id: $rule,
                    code: $code,
                    stage: $crate::Stage::$stage,
                    verdict: $crate::Verdict::$verdict,
                    variant: stringify!($variant),
                }, )*
            ];
        }

        impl $crate::Violation for $name {
            fn rule(&self) -> &'static str {
                match self {
                    $( Self::$variant { .. } => $rule, )*
                    $( Self::$wrapped(inner) => <$inner as $crate::Violation>::rule(inner), )?
                }
            }

            fn code(&self) -> &'static str {
                match self {
                    $( Self::$variant { .. } => $code, )*
                    $( Self::$wrapped(inner) => <$inner as $crate::Violation>::code(inner), )?
                }
            }

            fn stage(&self) -> $crate::Stage {
                match self {
                    $( Self::$variant { .. } => $crate::Stage::$stage, )*
                    $( Self::$wrapped(inner) => <$inner as $crate::Violation>::stage(inner), )?
                }
            }

            fn verdict(&self) -> $crate::Verdict {
                match self {
                    $( Self::$variant { .. } => $crate::Verdict::$verdict, )*
                    $( Self::$wrapped(inner) => <$inner as $crate::Violation>::verdict(inner), )?
                }
            }
        }
    };
}
