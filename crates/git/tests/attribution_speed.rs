//! How long it takes to tell where findings come from; for a release build, by hand:
//! `REPOSITORY=… FOUND=… cargo test --release -p sdf-git --test attribution_speed -- --ignored --nocapture`.
//! With `BLOBS` the versions of files are gone through as well, in none of which anything is found;
//! with `NAMES` names are judged, with `ABSENT` what is missing is looked for.

use sdf_git::{
    CommitText, Environment, Examiner, Key, ObjectId, ObjectKind, Progress, Reading, Repository,
    Search, Version, WalkOptions,
};
use std::collections::HashMap;
use std::error::Error;
use std::io::Write;
use std::time::Instant;

/// Finds nothing.
struct Nothing;

impl Examiner for Nothing {
    type Found = ();

    fn suspects(&mut self, _: &[u8]) -> bool {
        false
    }

    fn examine(&mut self, _: Version<'_>, _: Option<&()>) -> Option<()> {
        None
    }
}

/// Seconds of processor time that the process has used (proc(5)).
fn processor() -> f64 {
    let status = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let ticks = status.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11).take(2);
    ticks.filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

fn spent(start: (Instant, f64)) -> String {
    let (time, used) = start;
    let wall = time.elapsed().as_secs_f64();
    format!("{wall:.2} s, {:.2} s of processor", processor() - used)
}

/// `FOUND` names a file with a blob's id and the number of a key in each line.
#[test]
#[ignore = "needs a large repository"]
fn time_to_attribute() -> Result<(), Box<dyn Error>> {
    let folder = std::env::var_os("REPOSITORY").ok_or("REPOSITORY is not set")?;
    let list = std::env::var_os("FOUND").ok_or("FOUND is not set")?;
    let mut found: HashMap<ObjectId, Vec<Key>> = HashMap::new();
    for line in std::fs::read_to_string(list)?.lines() {
        let (id, key) = line.split_once(' ').ok_or("two words")?;
        let id = ObjectId::from_hex(id.as_bytes()).map_err(|error| error.to_string())?;
        found.entry(id).or_default().push(Key(key.parse()?));
    }
    let mut out = std::io::stdout();
    let environment =
        Environment::from_variables(folder.as_ref(), [("GIT_DIR".into(), folder.clone())])?;
    let repository = Repository::open(environment)?;
    let start = (Instant::now(), processor());
    let tips = repository.tips(&[])?;
    writeln!(out, "{} tips: {}", tips.all.len(), spent(start))?;
    let start = (Instant::now(), processor());
    let readers = vec![|_: &CommitText<'_>| {}; 2];
    let progress = Progress::default();
    let (ancestry, _) = repository.ancestry(&tips, readers, Reading::Faster, &progress)?;
    writeln!(out, "{} commits: {}", ancestry.len(), spent(start))?;
    if std::env::var_os("BLOBS").is_some() {
        let start = (Instant::now(), processor());
        let options = WalkOptions::of(ObjectKind::Blob);
        repository.examine_objects(&options, vec![Nothing, Nothing], &Progress::default())?;
        writeln!(out, "versions of files: {}", spent(start))?;
    }
    let start = (Instant::now(), processor());
    let reading =
        if std::env::var_os("REACHABLE").is_some() { Reading::Reachable } else { Reading::All };
    let progress = Progress::default();
    let (names, judge) = (std::env::var_os("NAMES").is_some(), |name: &[u8]| name == b"id_rsa");
    let absent = std::env::var_os("ABSENT").map(|_| repository.absent());
    let told = repository.attribute(
        &ancestry,
        &Search {
            found: &found,
            names: names.then_some(&judge),
            absent: absent.as_ref(),
            reading,
            threads: 2,
            progress: &progress,
        },
    )?;
    writeln!(
        out,
        "{} blobs, {} keys, {} told, {} paths, trouble {:?}: {}",
        found.len(),
        found.values().flatten().collect::<std::collections::HashSet<_>>().len(),
        told.lives.len(),
        told.lives.values().map(|life| life.paths.len()).sum::<usize>(),
        told.trouble,
        spent(start)
    )?;
    if let Some(absent) = absent {
        writeln!(out, "absent: {:?}", repository.still_absent(absent).len())?;
    }
    let mut hash = std::hash::DefaultHasher::new();
    std::hash::Hash::hash(&format!("{:?}{:?}", told.lives, told.paths), &mut hash);
    writeln!(out, "digest {:016x}", std::hash::Hasher::finish(&hash))?;
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find(|line| line.starts_with("VmHWM"));
    writeln!(out, "{}", peak.unwrap_or_default())?;
    Ok(())
}
