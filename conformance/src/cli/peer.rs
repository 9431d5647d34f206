//! `conformance peer`.

use std::io::{BufWriter, stdin, stdout};
use std::process::ExitCode;

use conformance::driver::{Codec, serve};
use conformance::reference::ReferencePeer;

use super::Failure;
use super::args::PeerArgs;

/// Serves the reference peer until the input ends.
pub(super) fn peer(args: &PeerArgs) -> Result<ExitCode, Failure> {
    #[cfg(casp_fault)]
    casp_wire::rule::fault::skip(args.fault.clone());
    let codec = match args.codec {
        Some(codec) => codec,
        None => std::env::var(Codec::VARIABLE).map_or(Ok(Codec::default()), |name| name.parse())?,
    };
    let mut peer = ReferencePeer::new();
    #[cfg(casp_fault)]
    let mut broken = broken::Lines::default();
    serve(codec, stdin().lock(), BufWriter::new(stdout().lock()), |request| {
        #[cfg(casp_fault)]
        broken.before(request);
        peer.answer(request)
    })?;
    #[cfg(casp_fault)]
    broken.write(args.broken.as_deref())?;
    Ok(ExitCode::SUCCESS)
}

#[cfg(casp_fault)]
mod broken {
    use std::path::Path;

    use casp_wire::rule::fault::take_broken;
    use conformance::driver::v1::{Request, request::Operation};

    /// What each case broke.
    #[derive(Default)]
    pub(super) struct Lines(Vec<String>);

    impl Lines {
        /// Whatever broke until a case begins belongs to the one before.
        pub(super) fn before(&mut self, request: &Request) {
            if matches!(request.operation, Some(Operation::Begin(_))) {
                self.end_case();
            }
        }

        /// The first line is of what came before any case.
        fn end_case(&mut self) {
            let rules: Vec<&str> = take_broken().into_iter().collect();
            self.0.push(rules.join(" "));
        }

        pub(super) fn write(mut self, file: Option<&Path>) -> std::io::Result<()> {
            self.end_case();
            let lines = self
                .0
                .iter()
                .skip(1)
                .map(|line| format!("{line}\n"))
                .collect::<String>();
            file.map_or(Ok(()), |file| std::fs::write(file, lines))
        }
    }
}
