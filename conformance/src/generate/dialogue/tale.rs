//! A story, and how it looks from the books of those who are in it.

use super::lines::Line;
use super::model::Engagement;
use crate::generate::case::{Case, find};
use crate::generate::forge::{Key, Kind};
use crate::generate::world::{World, applied, done, judged};
use crate::vector::{Begin, Bytes, Expect, Operation, Output, Step, Vector, Verdict};

use std::collections::BTreeMap;

/// Something that happens, at a time in milliseconds after [`World::issued`].
#[derive(Clone)]
struct Turn {
    at: i64,
    /// Whose books it concerns; all that know the statement if it names none.
    of: Option<Vec<u8>>,
    what: What,
}

#[derive(Clone)]
enum What {
    /// A statement is made, or arrives, and is taken.
    Taken(Line),
    /// It is not, by the first of these rules; the same bytes break the others as well.
    Refused(Line, Vec<&'static str>),
    /// It comes back to whoever made it.
    Returned(Line),
    /// Someone asks how the engagement of a statement stands: in this state, in which requester and provider repeat this.
    Stands(Line, &'static str, Option<[Vec<Kind>; 2]>),
    /// The book holds no such statement.
    Unknown(Line),
    /// Someone asks something else.
    Asked(Box<Asked>),
}

/// An operation that has nothing to do with the book.
#[derive(Clone)]
struct Asked {
    about: &'static str,
    operation: Operation,
    refusal: Option<&'static str>,
    expect: Expect,
}

/// A story. Nothing in it goes back in time.
#[derive(Clone)]
pub(super) struct Tale<'a> {
    world: &'a World,
    group: &'static str,
    name: String,
    title: String,
    rules: Vec<&'static str>,
    books: Vec<(&'static str, &'a Key)>,
    begin: Begin,
    turns: Vec<Turn>,
}

impl<'a> Tale<'a> {
    /// A story about Alice, who asks, and Bob, who provides. `title` tells it in a sentence; `rules` are those that decide it.
    pub(super) fn new(world: &'a World, group: &'static str, name: &str, title: &str, rules: &[&'static str]) -> Self {
        Self {
            world,
            group,
            name: name.to_owned(),
            title: title.to_owned(),
            rules: rules.to_vec(),
            books: vec![("requester", &world.alice), ("provider", &world.bob)],
            begin: world.begin(),
            turns: Vec::new(),
        }
    }

    /// Only this agent's book is looked at.
    pub(super) fn in_the_book_of(mut self, owner: &'a Key) -> Self {
        self.books = vec![("", owner)];
        self
    }

    /// The same story, as it went on from here, under another name.
    pub(super) fn also(&self, name: &str, title: &str, rules: &[&'static str]) -> Self {
        Self {
            name: name.to_owned(),
            title: title.to_owned(),
            rules: rules.to_vec(),
            ..self.clone()
        }
    }

    /// The books hold so many engagements: of others in all, of each other requester, of their owner; 0 for as many as they like.
    pub(super) fn with_room_for(mut self, others: u32, each: u32, own: u32) -> Self {
        self.begin.book_capacity = others;
        self.begin.book_capacity_per_requester = each;
        self.begin.book_capacity_own = own;
        self
    }

    fn turn(mut self, at: i64, of: Option<Vec<u8>>, what: What) -> Self {
        self.turns.push(Turn { at, of, what });
        self
    }

    /// These are said, and arrive at once.
    pub(super) fn said<'l>(mut self, lines: impl IntoIterator<Item = &'l Line>) -> Self {
        for line in lines {
            self = self.turn(line.at(), None, What::Taken(line.clone()));
        }
        self
    }

    /// This is said, and does not arrive.
    pub(super) fn lost(self, line: &Line) -> Self {
        let issuer = line.issuer().to_vec();
        self.turn(line.at(), Some(issuer), What::Taken(line.clone()))
    }

    /// What was said before arrives only now.
    pub(super) fn arrives(self, at: i64, line: &Line) -> Self {
        let audience = line.facts.audience.clone();
        self.turn(at, Some(audience), What::Taken(line.clone()))
    }

    /// What was said to anyone arrives at one of them only now.
    pub(super) fn arrives_to(self, at: i64, who: &Key, line: &Line) -> Self {
        self.turn(at, Some(who.multikey()), What::Taken(line.clone()))
    }

    /// What was said before is said again, and arrives again: nothing new.
    pub(super) fn again(self, at: i64, line: &Line) -> Self {
        self.turn(at, None, What::Refused(line.clone(), vec!["CTR-1"]))
    }

    /// It arrives again where it had arrived.
    pub(super) fn arrives_again(self, at: i64, line: &Line) -> Self {
        self.refused_there(at, line, &["CTR-1"])
    }

    /// Someone sends it back to whoever said it.
    pub(super) fn returned(self, at: i64, line: &Line) -> Self {
        let issuer = line.issuer().to_vec();
        self.turn(at, Some(issuer), What::Returned(line.clone()))
    }

    /// Neither party takes this, by the first of these rules; the same bytes break the others as well.
    pub(super) fn refused(self, at: i64, line: &Line, rules: &[&'static str]) -> Self {
        self.turn(at, None, What::Refused(line.clone(), rules.to_vec()))
    }

    /// Whom it is for does not take it; what whoever said it made of it does not matter.
    pub(super) fn refused_there(self, at: i64, line: &Line, rules: &[&'static str]) -> Self {
        let audience = line.facts.audience.clone();
        self.turn(at, Some(audience), What::Refused(line.clone(), rules.to_vec()))
    }

    /// This agent does not take it, whomever it is for.
    pub(super) fn refused_by(self, at: i64, who: &Key, line: &Line, rules: &[&'static str]) -> Self {
        self.turn(at, Some(who.multikey()), What::Refused(line.clone(), rules.to_vec()))
    }

    /// How the engagement of a statement stands then.
    pub(super) fn stands(self, at: i64, by: &Line, state: &'static str) -> Self {
        self.turn(at, None, What::Stands(by.clone(), state, None))
    }

    /// How it stands in the book of one of them.
    pub(super) fn stands_for(self, at: i64, who: &Key, by: &Line, state: &'static str) -> Self {
        self.turn(at, Some(who.multikey()), What::Stands(by.clone(), state, None))
    }

    /// How it stands then, and what requester and provider repeat.
    pub(super) fn repeats(
        self,
        at: i64,
        by: &Line,
        state: &'static str,
        requester: &[Kind],
        provider: &[Kind],
    ) -> Self {
        let repeats = [requester.to_vec(), provider.to_vec()];
        self.turn(at, None, What::Stands(by.clone(), state, Some(repeats)))
    }

    /// The books hold no such statement then.
    pub(super) fn unknown(self, at: i64, by: &Line) -> Self {
        self.turn(at, None, What::Unknown(by.clone()))
    }

    /// One of the books holds no such statement.
    pub(super) fn unknown_to(self, at: i64, who: &Key, by: &Line) -> Self {
        self.turn(at, Some(who.multikey()), What::Unknown(by.clone()))
    }

    /// Someone asks something that has nothing to do with the book, and this comes of it.
    pub(super) fn asked(
        self,
        at: i64,
        about: &'static str,
        operation: Operation,
        refusal: Option<&'static str>,
        output: Option<Output>,
    ) -> Self {
        let expect = match refusal {
            Some(rule) => Expect {
                output,
                ..refusal_by(&[rule])
            },
            None => accepted(output),
        };
        let asked = Asked {
            about,
            operation,
            refusal,
            expect,
        };
        self.turn(at, None, What::Asked(Box::new(asked)))
    }

    /// The story as a vector for each book.
    pub(super) fn told(&self) -> Vec<Vector> {
        self.books
            .iter()
            .map(|(whose, owner)| self.told_from(whose, owner))
            .collect()
    }

    fn told_from(&self, whose: &str, owner: &Key) -> Vector {
        let mut book = Book {
            world: self.world,
            owner: owner.multikey(),
            engagements: BTreeMap::new(),
            steps: Vec::new(),
            course: Vec::new(),
            about: Kind::Offer.table().name,
            broken: Vec::new(),
        };
        for turn in &self.turns {
            book.turn(turn, &self.name);
        }
        let last = book.steps.pop().expect("a story");
        let expect = last.expect.unwrap_or_else(|| accepted(None));
        assert_eq!(
            expect.verdict,
            Verdict::Accept,
            "{}: a story ends with a look",
            self.name
        );
        let id = match whose {
            "" => format!("dialogue/{}/{}", self.group, self.name),
            _ => format!("dialogue/{}/{}-{whose}", self.group, self.name),
        };
        let begin = Begin {
            verifier: owner.multikey().into(),
            ..self.begin.clone()
        };
        let case = Case::new(id, self.title.as_str(), &begin, last.now_ms, last.operation)
            .about(book.about, "")
            .flags(&["has-prior"])
            .after(book.steps);
        let mut rules = self.rules.clone();
        for rule in book.broken {
            if !rules.contains(&rule) {
                rules.push(rule);
            }
        }
        let mut vector = case.accepted(&rules, expect.output);
        vector.rendering = book.course;
        vector
    }
}

/// One party's book, as the story goes.
struct Book<'a> {
    world: &'a World,
    owner: Vec<u8>,
    engagements: BTreeMap<&'static str, Engagement>,
    steps: Vec<Step>,
    /// The same, for people.
    course: Vec<String>,
    /// The message that was told of last.
    about: &'static str,
    /// Rules by which something was refused.
    broken: Vec<&'static str>,
}

impl Book<'_> {
    fn turn(&mut self, turn: &Turn, tale: &str) {
        if turn.of.as_ref().is_some_and(|of| *of != self.owner) {
            return;
        }
        let now = self.world.issued + turn.at;
        let last = self.steps.last().map_or(now, |step| step.now_ms);
        assert!(last <= now, "{tale}: time goes back to {}", turn.at);
        match &turn.what {
            What::Taken(line) if self.concerns(turn, line) => {
                self.engagements.entry(line.talk).or_default().take(line);
                self.apply(turn.at, line, self.is_own(line), None);
            }
            What::Refused(line, rules) if self.concerns(turn, line) => {
                self.broken.extend(rules.first());
                self.apply(turn.at, line, self.is_own(line), Some(refusal_by(rules)));
            }
            What::Returned(line) => {
                self.broken.push("HDR-2");
                self.apply(turn.at, line, false, Some(refusal_by(&["HDR-2"])));
            }
            What::Stands(line, state, repeats) if self.concerns(turn, line) => {
                let engagement = self.engagements.get(line.talk).cloned().unwrap_or_default();
                let standing = engagement.standing(&self.owner, line, now);
                let standing = standing.unwrap_or_else(|| panic!("{tale}: at {} nothing is held", turn.at));
                assert_eq!(standing.state, *state, "{tale}: at {}", turn.at);
                if let Some([requester, provider]) = repeats {
                    let asks = engagement.is_asked_by(&self.owner);
                    let own = if asks { requester } else { provider };
                    assert_eq!(standing.repeated, *own, "{tale}: at {}", turn.at);
                }
                let ids = standing.repeated.iter().map(|kind| engagement.id_of(*kind).into());
                let repeated: Vec<&str> = standing.repeated.iter().map(|kind| kind.name()).collect();
                self.note(turn.at, &format!("{state}, repeats [{}]", repeated.join(", ")));
                self.look(now, line, standing.state, ids.collect());
            }
            What::Unknown(line) => {
                let engagement = self.engagements.get(line.talk).cloned().unwrap_or_default();
                let standing = engagement.standing(&self.owner, line, now);
                assert_eq!(standing, None, "{tale}: at {}", turn.at);
                self.note(turn.at, &format!("no such {}", line.kind().name()));
                self.look(now, line, "", vec![]);
            }
            What::Asked(asked) => {
                self.about = asked.about;
                self.broken.extend(asked.refusal);
                let words = format!("{}: {}", asked.operation.name(), in_words(&asked.expect));
                self.note(turn.at, &words);
                self.steps
                    .push(judged(now, asked.operation.clone(), asked.expect.clone()));
            }
            What::Taken(_) | What::Refused(..) | What::Stands(..) => {}
        }
    }

    /// Whether the book's owner has part in it, or is told to.
    fn concerns(&self, turn: &Turn, line: &Line) -> bool {
        turn.of.is_some() || self.is_own(line) || line.facts.audience == self.owner || line.facts.audience.is_empty()
    }

    fn is_own(&self, line: &Line) -> bool {
        line.issuer() == self.owner
    }

    fn apply(&mut self, at: i64, line: &Line, own: bool, refusal: Option<Expect>) {
        self.about = line.kind().table().name;
        let whose = if own { "own " } else { "" };
        let came = refusal.as_ref().map_or("ACCEPT".to_owned(), in_words);
        self.note(at, &format!("{whose}{}: {came}", line.kind().name()));
        let now = self.world.issued + at;
        let operation = applied(&line.said.statement, own);
        self.steps.push(match refusal {
            Some(expect) => judged(now, operation, expect),
            None => done(now, operation),
        });
    }

    fn look(&mut self, now: i64, by: &Line, state: &str, repeated_now: Vec<Bytes>) {
        let operation = Operation::LookupEngagement {
            statement: by.id().into(),
        };
        let output = Output::Engagement {
            state: state.to_owned(),
            repeated_now,
        };
        self.steps.push(judged(now, operation, accepted(Some(output))));
    }

    fn note(&mut self, at: i64, what: &str) {
        self.course.push(format!("{at:>11} ms  {what}"));
    }
}

fn accepted(output: Option<Output>) -> Expect {
    Expect {
        verdict: Verdict::Accept,
        stage: None,
        codes: vec![],
        output,
    }
}

/// Refused by the first of these rules; the others of its stage are broken as well.
fn refusal_by(rules: &[&str]) -> Expect {
    let broken: Vec<_> = rules.iter().map(|rule| find(rule)).collect();
    let first = broken.first().expect("a rule");
    let is_encoding = first.stage == "ENCODING*";
    Expect {
        verdict: match first.verdict.as_str() {
            "IGNORE" => Verdict::Ignore,
            _ => Verdict::Reject,
        },
        stage: Some(if is_encoding { "PAYLOAD_ENCODING" } else { &first.stage }.to_owned()),
        codes: broken.iter().map(|rule| rule.code.clone()).collect(),
        output: None,
    }
}

fn in_words(expect: &Expect) -> String {
    match (expect.verdict, &expect.stage) {
        (Verdict::Accept, _) => "ACCEPT".to_owned(),
        (_, stage) => {
            let verdict = if expect.verdict == Verdict::Ignore {
                "IGNORE"
            } else {
                "REJECT"
            };
            let stage = stage.clone().unwrap_or_default();
            format!("{verdict} at {stage} ({})", expect.codes.join(" or "))
        }
    }
}
