#![allow(clippy::restriction, clippy::all, clippy::disallowed_methods)]
use casp_sim::cost::Costs;
use casp_sim::scenario::{Scenario, Vary};
use casp_sim::world::World;
fn main() {
    let file = std::env::args().nth(1).unwrap();
    let nodes = std::env::args().nth(2).map(|n| n.parse::<u32>().unwrap());
    let costs = Costs::parse("[[curve]]\nname = \"register\"\nunit = \"us\"\npoints = [[1, 60.0]]\n[[curve]]\nname = \"refresh\"\nunit = \"us\"\npoints = [[1, 60.0]]\n[[curve]]\nname = \"withdraw\"\nunit = \"us\"\npoints = [[1, 60.0]]\n[[curve]]\nname = \"query\"\nunit = \"us\"\npoints = [[1, 60.0]]\n[[curve]]\nname = \"verify-answer\"\nunit = \"us\"\npoints = [[1, 60.0]]\n").unwrap();
    let mut s = match Scenario::parse(&std::fs::read_to_string(file).unwrap(), &costs) { Ok(s) => s, Err(e) => { println!("{e}"); return; } };
    if let Some(n) = nodes { s.vary = Some(Vary::Nodes(vec![n])); }
    for p in s.experiment().points {
        let t = std::time::Instant::now();
        let mut w = World::new((*p.config).clone(), 1).unwrap();
        println!("made in {:.1} s", t.elapsed().as_secs_f64());
        let c = w.run_and_tell(p.policy.as_ref(), &mut |_| {}).unwrap();
        println!("{:?}: {:.1} s, {} events, tasks {} ok {} wrong {} endings {:?} refused {}  disc {} lasted {} s", p.labels, t.elapsed().as_secs_f64(), c.events, c.tasks, c.tasks_succeeded, c.tasks_wrong, c.endings, c.registrations_refused, c.discovery.len(), c.lasted.0/1000000);
        println!("{}", std::fs::read_to_string("/proc/self/status").unwrap().lines().find(|l| l.starts_with("VmHWM")).unwrap());
        for (k, v) in &c.sent { println!("  {k} {}", v.messages); }
    }
}
