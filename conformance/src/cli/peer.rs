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
    serve(codec, stdin().lock(), BufWriter::new(stdout().lock()), |request| {
        peer.answer(request)
    })?;
    Ok(ExitCode::SUCCESS)
}
