//! Tier 2: canaries, when they are sent, and how long a pass counts.
//!
//! Where they come from: a [`Bank`]. What they look like: a [`WorkProfile`]. Who is probed for a task: [`Probing`], with passes
//! of before in a [`PassCache`]. Who is probed without one: [`Background`]. What it says of whom: a [`Finding`]. Nothing here
//! knows envelopes: whoever embeds it offers, accepts and judges, and says what came of it.

mod background;
mod bank;
mod cache;
mod draws;
mod finding;
mod probing;
mod target;
mod visible;

pub use background::{Background, Due, DueId, MAX_RELIED_UPON};
pub use bank::{Bank, Dry, GeneratorBank, Item, MAX_STOCK, MAX_USED, MixedBank, NotStocked, Probe, StockedBank};
pub use cache::{MAX_PASSES, NotARecord, PassCache};
pub use draws::Draws;
pub use finding::{CountsFor, Finding, Looked, check_plan, check_work};
pub use probing::{Abandoned, Action, Ending, Event, MAX_CANDIDATES, Need, ProbeId, Probing, Spent};
pub use target::ProbeTarget;
pub use visible::{Visible, WorkProfile};
