//! A peer that answers as the vectors say, save for one fault: the runner must notice every one.

mod hostile;
mod memory;

use std::io::{BufWriter, Write, stdin, stdout};
use std::path::PathBuf;
use std::process::{abort, exit};
use std::str::FromStr;
use std::thread::sleep;
use std::time::Duration;

use casp_wire::Stage;
use clap::{Parser, ValueEnum};
use conformance::driver::v1::{Answer, HelloReply, Request, Response, Unsupported, request, response::Outcome};
use conformance::driver::{Codec, OPERATIONS};
use conformance::vector::Verdict;

use memory::{Memory, bare};

#[derive(Parser)]
struct Args {
    /// Vectors to know by heart
    #[arg(long)]
    vectors: Option<PathBuf>,
    /// Answer every operation alike: `ACCEPT`, or a stage at which everything is refused
    #[arg(long)]
    always: Option<String>,
    /// What to do wrong
    #[arg(long, value_enum)]
    fault: Option<Fault>,
    /// When to do it
    #[arg(long, default_value = "trigger")]
    when: When,
    /// Do it only if this file does not exist, and create it
    #[arg(long)]
    once: Option<PathBuf>,
    /// Operations not to declare
    #[arg(long, value_delimiter = ',')]
    hide: Vec<String>,
    /// Operations to answer `unsupported`
    #[arg(long, value_delimiter = ',')]
    refuse: Vec<String>,
    /// Capabilities to declare besides
    #[arg(long, value_delimiter = ',')]
    declare: Vec<String>,
    /// Replace the code of every refusal
    #[arg(long)]
    code: Option<String>,
    /// Say things that want to break out of a report, wherever there is room for words
    #[arg(long)]
    hostile: bool,
    /// Version of SPEC.md to state
    #[arg(long, default_value = "1")]
    spec: String,
    /// Requests to allow ahead
    #[arg(long, default_value_t = 16)]
    pipeline: u32,
    /// Use the codec that was not asked for
    #[arg(long)]
    other_codec: bool,
    /// Status to exit with at the end; never exit if absent and `--stay`
    #[arg(long, default_value_t = 0)]
    status: i32,
    /// Live on after the end of the input
    #[arg(long)]
    stay: bool,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Fault {
    /// Exit with status 0
    Exit,
    /// Exit with status 3, having said so on standard error
    Fail,
    /// End by a signal
    Abort,
    /// Answer nothing more
    Hang,
    /// Write bytes that are no response
    Garbage,
    /// Write a line of log
    Log,
    /// Answer, then write a line of log
    LogAfter,
    /// Write half of a response, and hang
    Half,
    /// Write half of a response, and exit
    HalfExit,
    /// Answer twice
    Twice,
    /// Answer with a token that no request bore
    WrongToken,
    /// Answer with the token of the request before
    PreviousToken,
    /// Keep the answer back until the next one, and give that first
    Swap,
    /// Give a response that says nothing
    Empty,
    /// Say VERDICT_UNSPECIFIED
    NoVerdict,
    /// Say a stage that there is not
    NoStage,
    /// Fill standard error, then end by a signal
    Scream,
}

#[derive(Clone, Copy, PartialEq)]
enum When {
    /// Before the hello
    Start,
    /// At every request but the hello
    Always,
    /// At an operation whose input contains `TRIGGER`
    Trigger,
    /// After the end of the input
    End,
    /// At the request after so many
    After(u32),
}

impl FromStr for When {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "start" => Ok(Self::Start),
            "always" => Ok(Self::Always),
            "trigger" => Ok(Self::Trigger),
            "end" => Ok(Self::End),
            number => number
                .parse()
                .map(Self::After)
                .map_err(|error| format!("{text}: {error}")),
        }
    }
}

struct Peer {
    args: Args,
    memory: Memory,
    codec: Codec,
    output: BufWriter<std::io::Stdout>,
    seen: u32,
    previous_token: String,
    kept_back: Option<Response>,
}

fn main() {
    let args = Args::parse();
    hostile::be(args.hostile);
    let asked: Codec = std::env::var(Codec::VARIABLE).map_or(Codec::Binary, |name| name.parse().expect("a codec"));
    let codec = match asked {
        Codec::Binary if args.other_codec => Codec::Json,
        Codec::Json if args.other_codec => Codec::Binary,
        asked => asked,
    };
    let mut peer = Peer {
        memory: Memory::of(args.vectors.as_deref()),
        args,
        codec,
        output: BufWriter::new(stdout()),
        seen: 0,
        previous_token: String::new(),
        kept_back: None,
    };
    if peer.args.when == When::Start {
        peer.misbehave(None);
    }
    let mut input = stdin().lock();
    while let Some(body) = asked.read_frame(&mut input).expect("requests") {
        let request: Request = asked.decode(&body).expect("a request");
        peer.take(&request);
    }
    peer.end();
}

impl Peer {
    fn take(&mut self, request: &Request) {
        let response = Response {
            token: request.token.clone(),
            outcome: Some(self.outcome(request)),
        };
        if self.is_time(request) && self.is_first_time() {
            self.misbehave(Some(response));
        } else {
            self.send(&response);
        }
        if let Some(kept_back) = self.kept_back.take_if(|kept_back| kept_back.token != request.token) {
            self.send(&kept_back);
        }
        self.previous_token = request.token.clone();
        self.seen += 1;
    }

    fn end(&mut self) {
        if self.args.when == When::End {
            let response = Response {
                token: self.previous_token.clone(),
                outcome: None,
            };
            self.misbehave(Some(response));
        }
        if self.args.stay {
            hang();
        }
        exit(self.args.status);
    }

    fn outcome(&mut self, request: &Request) -> Outcome {
        let Some(operation) = &request.operation else {
            return Outcome::Unsupported(Unsupported {});
        };
        match operation {
            request::Operation::Hello(_) => Outcome::Hello(self.hello()),
            operation if self.args.refuse.iter().any(|refused| *refused == name(operation)) => {
                Outcome::Unsupported(Unsupported {})
            }
            _ => Outcome::Answer(self.answer(request)),
        }
    }

    fn answer(&mut self, request: &Request) -> Answer {
        let memorised = self.memory.answer(request);
        let begin = matches!(request.operation, Some(request::Operation::Begin(_)));
        let mut answer = match self.args.always.as_deref() {
            Some("ACCEPT") => bare(Verdict::Accept, Stage::Size),
            Some(name) if !begin => {
                let stage = Stage::ALL
                    .into_iter()
                    .find(|stage| stage.name() == name)
                    .expect("a stage");
                bare(Verdict::Reject, stage)
            }
            _ => memorised,
        };
        if let Some(code) = self.args.code.as_ref().filter(|_| answer.stage != 0) {
            answer.code.clone_from(code);
        }
        answer.code = hostile::words(&answer.code);
        hostile::shout();
        answer
    }

    fn hello(&self) -> HelloReply {
        let served = OPERATIONS
            .into_iter()
            .filter(|operation| !self.args.hide.iter().any(|hidden| hidden == operation));
        HelloReply {
            name: hostile::words("misbehave"),
            version: hostile::words("0"),
            language: hostile::words("Rust"),
            spec_versions: vec![self.args.spec.clone()],
            driver_version: "1".to_owned(),
            capabilities: served.map(str::to_owned).chain(self.args.declare.clone()).collect(),
            pipeline: self.args.pipeline,
        }
    }

    fn is_time(&self, request: &Request) -> bool {
        if self.args.fault.is_none() {
            return false;
        }
        let hello = matches!(request.operation, Some(request::Operation::Hello(_)));
        match self.args.when {
            When::Start | When::End => false,
            When::Always => !hello,
            When::Trigger => format!("{request:?}").contains(&format!("{:?}", b"TRIGGER").replace(['[', ']'], "")),
            When::After(count) => self.seen == count,
        }
    }

    fn is_first_time(&self) -> bool {
        self.args
            .once
            .as_ref()
            .is_none_or(|marker| std::fs::File::create_new(marker).is_ok())
    }

    /// Commits the fault in place of sending a response.
    fn misbehave(&mut self, response: Option<Response>) {
        let Some(fault) = self.args.fault else { return };
        let response = response.unwrap_or_default();
        match fault {
            Fault::Exit => exit(0),
            Fault::Fail => {
                eprintln!("out of luck");
                exit(3);
            }
            Fault::Abort => abort(),
            Fault::Hang => hang(),
            Fault::Garbage => self.write(&[0xde, 0xad, 0xbe, 0xef, 0x00, 0xff, 0x0a]),
            Fault::Log => self.write(b"INFO listening on nothing\n"),
            Fault::LogAfter => {
                self.send(&response);
                self.write(b"INFO answered\n");
            }
            Fault::Half | Fault::HalfExit => {
                let frame = self.codec.encode(&response).expect("a frame");
                self.write(&frame[..frame.len() / 2]);
                if fault == Fault::HalfExit { exit(0) } else { hang() }
            }
            Fault::Scream => {
                eprintln!("first words\n{}last words", "scream\n".repeat(8_000));
                abort();
            }
            _ => self.distort(fault, response),
        }
    }

    /// Sends responses, but not the due one.
    fn distort(&mut self, fault: Fault, response: Response) {
        let answer = |answer: Answer| Some(Outcome::Answer(answer));
        let distorted = match fault {
            Fault::Twice => {
                self.send(&response);
                response
            }
            Fault::Swap => {
                self.kept_back = Some(response);
                return;
            }
            Fault::WrongToken => Response {
                token: "mine".to_owned(),
                ..response
            },
            Fault::PreviousToken => Response {
                token: self.previous_token.clone(),
                ..response
            },
            Fault::Empty => Response {
                outcome: None,
                ..response
            },
            Fault::NoVerdict => Response {
                outcome: answer(Answer::default()),
                ..response
            },
            Fault::NoStage => {
                let stage = Answer {
                    stage: 99,
                    ..bare(Verdict::Reject, Stage::Size)
                };
                Response {
                    outcome: answer(stage),
                    ..response
                }
            }
            _ => response,
        };
        self.send(&distorted);
    }

    fn send(&mut self, response: &Response) {
        self.codec.write(&mut self.output, response).expect("an open pipe");
    }

    fn write(&mut self, bytes: &[u8]) {
        self.output
            .write_all(bytes)
            .and_then(|()| self.output.flush())
            .expect("an open pipe");
    }
}

fn hang() -> ! {
    loop {
        sleep(Duration::from_secs(60));
    }
}

fn name(operation: &request::Operation) -> String {
    // `DidKeyEncode(…)` is `did_key_encode`.
    let debug = format!("{operation:?}");
    let variant = debug.split('(').next().unwrap_or_default();
    let mut name = String::new();
    for letter in variant.chars() {
        if letter.is_ascii_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.push(letter.to_ascii_lowercase());
    }
    name
}
