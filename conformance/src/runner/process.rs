//! A peer as a process: three pipes, and never a call that can block past a deadline.

use std::fmt;
use std::io::{self, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use crate::driver::v1::Response;
use crate::driver::{Codec, FrameError};

use super::PeerCommand;
use super::clock;
use super::garbage::Garbage;
use super::stderr::Tail;

/// Responses that wait to be looked at. A peer that floods the runner is held up by its own pipe.
const WAITING_RESPONSES: usize = 4;

/// How long a peer that closed its output is given to end.
const CLOSING: Duration = Duration::from_secs(1);

/// A running peer. Ends with the value, and its descendants with it.
pub(super) struct Process {
    child: Child,
    requests: Option<Sender<Vec<u8>>>,
    events: Receiver<Event>,
    arriving: Arc<AtomicU64>,
    stderr: Tail,
}

/// What comes out of a peer.
pub(super) enum Event {
    /// A response.
    Response(Response),
    /// Something else; nothing comes after it.
    Garbage(Garbage),
    /// The end of its output.
    End,
}

impl Process {
    /// Starts the peer.
    ///
    /// # Errors
    /// Whatever the operating system has against it: no such program, no permission.
    pub(super) fn start(command: &PeerCommand, codec: Codec, directory: &Path) -> io::Result<Self> {
        let mut child = in_group_of_its_own(&mut Command::new(command.program()))
            .args(command.arguments())
            .current_dir(directory)
            .env(Codec::VARIABLE, codec.name())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let (Some(stdin), Some(stdout), Some(stderr)) = (child.stdin.take(), child.stdout.take(), child.stderr.take())
        else {
            return Err(io::Error::other("a pipe to the process is missing"));
        };
        let arriving = Arc::new(AtomicU64::new(0));
        let counting = Counting {
            inner: stdout,
            count: Arc::clone(&arriving),
        };
        Ok(Self {
            child,
            requests: Some(write_in_background(stdin)),
            events: read_in_background(codec, BufReader::new(counting)),
            arriving,
            stderr: Tail::follow(stderr),
        })
    }

    /// Sends a frame. Never blocks; whether the peer reads it shows in whether it answers.
    pub(super) fn send(&self, frame: Vec<u8>) {
        if let Some(requests) = &self.requests {
            let _ = requests.send(frame);
        }
    }

    /// The next event, or `None` when the time has come.
    pub(super) fn receive(&self, until: Instant) -> Option<Event> {
        match self.events.recv_timeout(until.saturating_duration_since(clock::now())) {
            Ok(event) => Some(event),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => Some(Event::End),
        }
    }

    /// Bytes that have arrived of a response that is not complete.
    pub(super) fn arriving(&self) -> u64 {
        self.arriving.load(Ordering::Relaxed)
    }

    /// What the peer writes to standard error.
    pub(super) fn stderr(&self) -> &Tail {
        &self.stderr
    }

    /// Closes the peer's input, once it has read what was sent.
    pub(super) fn close_input(&mut self) {
        self.requests = None;
    }

    /// Waits for the peer's end; `None` when the time has come.
    pub(super) fn wait(&mut self, until: Instant) -> Option<ExitStatus> {
        clock::poll_until(until, || self.child.try_wait().ok().flatten())
    }

    /// How a peer whose output has ended came to its end.
    pub(super) fn death(&mut self) -> Death {
        let partial = self.arriving();
        match self.wait(clock::now() + CLOSING) {
            Some(status) => Death::exited(status, partial),
            None => Death {
                how: End::ClosedOutput,
                partial,
            },
        }
    }

    /// Ends the peer and its descendants.
    fn kill(&mut self) {
        if let Ok(Some(_)) = self.child.try_wait() {
            return;
        }
        kill_group(&self.child);
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

/// How a peer ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Death {
    /// How.
    pub how: End,
    /// Bytes of an incomplete response that it left.
    pub partial: u64,
}

/// How a process ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// By exit, with this status.
    Exited(i32),
    /// By a signal.
    Signal(i32),
    /// It closed its standard output and lived on.
    ClosedOutput,
}

impl Death {
    fn exited(status: ExitStatus, partial: u64) -> Self {
        let how = status
            .code()
            .map(End::Exited)
            .or_else(|| signal(status).map(End::Signal));
        Self {
            how: how.unwrap_or(End::ClosedOutput),
            partial,
        }
    }
}

impl fmt::Display for Death {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.how {
            End::Exited(0) => f.write_str("exited with status 0 before it had answered")?,
            End::Exited(127) => f.write_str("exited with status 127 (which in a shell means: command not found)")?,
            End::Exited(status) => write!(f, "exited with status {status}")?,
            End::Signal(number) => write!(f, "ended by signal {number}{}", signal_name(number))?,
            End::ClosedOutput => f.write_str("closed its standard output before it had answered")?,
        }
        if self.partial > 0 {
            write!(f, ", {} bytes into a response", self.partial)?;
        }
        Ok(())
    }
}

fn signal_name(number: i32) -> &'static str {
    match number {
        4 => " (SIGILL)",
        6 => " (SIGABRT)",
        8 => " (SIGFPE)",
        9 => " (SIGKILL)",
        11 => " (SIGSEGV)",
        13 => " (SIGPIPE)",
        15 => " (SIGTERM)",
        _ => "",
    }
}

/// Writes frames one after another; closes the pipe when no more can come. What goes wrong shows as silence.
fn write_in_background(mut stdin: ChildStdin) -> Sender<Vec<u8>> {
    // Unbounded, yet small: the session sends no more than its window ahead.
    let (sender, frames) = mpsc::channel::<Vec<u8>>();
    thread::spawn(move || {
        for frame in frames {
            if stdin.write_all(&frame).and_then(|()| stdin.flush()).is_err() {
                return;
            }
        }
    });
    sender
}

fn read_in_background(codec: Codec, mut stdout: BufReader<Counting>) -> Receiver<Event> {
    let (sender, events) = mpsc::sync_channel(WAITING_RESPONSES);
    thread::spawn(move || {
        loop {
            let event = read_event(codec, &mut stdout);
            let last = !matches!(event, Event::Response(_));
            if sender.send(event).is_err() || last {
                return;
            }
        }
    });
    events
}

fn read_event(codec: Codec, stdout: &mut BufReader<Counting>) -> Event {
    let body = match codec.read_frame(stdout) {
        Ok(Some(body)) => body,
        Ok(None) | Err(FrameError::Truncated { .. } | FrameError::Io(_)) => return Event::End,
        Err(error) => return Event::Garbage(Garbage::undecodable(codec, &error, &start_of(&error, stdout))),
    };
    stdout.get_ref().forget(body.len() + codec.overhead());
    match codec.decode(&body) {
        Ok(response) => Event::Response(response),
        Err(error) => Event::Garbage(Garbage::undecodable(codec, &error, &body)),
    }
}

/// What is at hand of an overlong frame.
fn start_of<R>(error: &FrameError, unread: &BufReader<R>) -> Vec<u8> {
    let read: &[u8] = if let FrameError::TooLong { start, .. } = error {
        start
    } else {
        &[]
    };
    // What stands in the buffer arrived together with what was read; asking for more could block.
    let shown = read.iter().chain(unread.buffer()).take(super::garbage::SHOWN_BYTES);
    shown.copied().collect()
}

/// Standard output, with a count of the bytes that belong to no complete frame.
struct Counting {
    inner: ChildStdout,
    count: Arc<AtomicU64>,
}

impl Counting {
    /// Takes a complete frame off the count.
    fn forget(&self, frame: usize) {
        self.count.fetch_sub(frame as u64, Ordering::Relaxed);
    }
}

impl Read for Counting {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.count.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// A group, so that the children of a wrapper script end with it.
#[cfg(unix)]
fn in_group_of_its_own(command: &mut Command) -> &mut Command {
    std::os::unix::process::CommandExt::process_group(command, 0)
}

#[cfg(not(unix))]
fn in_group_of_its_own(command: &mut Command) -> &mut Command {
    command
}

#[cfg(unix)]
fn kill_group(child: &Child) {
    let id = i32::try_from(child.id()).ok().and_then(rustix::process::Pid::from_raw);
    if let Some(id) = id {
        let _ = rustix::process::kill_process_group(id, rustix::process::Signal::KILL);
    }
}

#[cfg(not(unix))]
fn kill_group(_child: &Child) {}

#[cfg(unix)]
fn signal(status: ExitStatus) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(&status)
}

#[cfg(not(unix))]
fn signal(_status: ExitStatus) -> Option<i32> {
    None
}
