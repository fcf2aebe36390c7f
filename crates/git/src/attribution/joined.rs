//! The logs of all threads as one.

use super::log::Log;

/// Number of a version or of a birth over all logs.
pub(super) type Number = u32;

/// All logs, their versions and births numbered through.
pub(super) struct Joined {
    logs: Vec<Log>,
    /// The number of the first version of each log, and of what would follow the last.
    first_version: Vec<Number>,
    /// The same of births.
    first_birth: Vec<Number>,
}

impl Joined {
    pub(super) fn new(logs: Vec<Log>) -> Self {
        let running = |count: fn(&Log) -> usize| -> Vec<Number> {
            let counts = logs.iter().map(count).scan(0, |sum, count| {
                *sum += count as u32;
                Some(*sum)
            });
            std::iter::once(0).chain(counts).collect()
        };
        let (first_version, first_birth) = (running(Log::len), running(|log| log.births.len()));
        Joined { logs, first_version, first_birth }
    }

    /// How many versions there are.
    pub(super) fn versions(&self) -> usize {
        self.first_version.last().map_or(0, |&end| end as usize)
    }

    /// How many births there are.
    pub(super) fn births(&self) -> usize {
        self.first_birth.last().map_or(0, |&end| end as usize)
    }

    /// The logs, each with the numbers of its first version and birth.
    pub(super) fn logs(&self) -> impl Iterator<Item = (&Log, Number, Number)> {
        let firsts = self.first_version.iter().zip(&self.first_birth);
        self.logs.iter().zip(firsts).map(|(log, (version, birth))| (log, *version, *birth))
    }

    /// The same, to be changed; births and versions are to stay.
    pub(super) fn logs_mut(&mut self) -> &mut [Log] {
        &mut self.logs
    }

    /// The log of a version, and which of its versions that is.
    pub(super) fn version(&self, version: Number) -> (&Log, u32) {
        let place = self.first_version.partition_point(|&first| first <= version) - 1;
        (&self.logs[place], version - self.first_version[place])
    }

    /// The place of the log of a birth, the log, and which of its births that is.
    pub(super) fn birth(&self, birth: Number) -> (usize, &Log, u32) {
        let place = self.first_birth.partition_point(|&first| first <= birth) - 1;
        (place, &self.logs[place], birth - self.first_birth[place])
    }

    /// The number of the first version of the log at `place`.
    pub(super) fn first_version(&self, place: usize) -> Number {
        self.first_version.get(place).copied().unwrap_or_default()
    }

    /// The id of a version.
    pub(super) fn id(&self, version: Number) -> &[u8] {
        let (log, version) = self.version(version);
        log.id(version)
    }
}
