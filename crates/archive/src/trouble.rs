//! What was not given in full.

use bstr::BString;
use std::fmt;

/// An archive or a member that was not given in full.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// Its path, in the way of a member's.
    pub path: BString,
    pub(crate) what: What,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// It is damaged, or of a kind that cannot be read; the reason.
    Unreadable(String),
    /// A format that is known, but not opened.
    Unsupported(&'static str),
    Depth(usize),
    Members(usize),
    Size(usize),
    Total(usize),
    Ratio(usize),
}

impl What {
    pub(crate) fn of(self, path: impl Into<BString>) -> Trouble {
        Trouble { path: path.into(), what: self }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mebibytes = |bytes: usize| bytes >> 20;
        match &self.what {
            What::Unreadable(reason) => write!(formatter, "cannot be opened: {reason}"),
            What::Unsupported(format) => {
                write!(formatter, "cannot be opened: {format} is not supported")
            }
            What::Depth(most) => write!(formatter, "lies more than {most} archives deep"),
            What::Members(most) => {
                write!(formatter, "looked at in part: more than {most} files in archives")
            }
            What::Size(most) => {
                let most = mebibytes(*most);
                write!(formatter, "looked at in part: larger than {most} MiB unpacked")
            }
            What::Total(most) => {
                let most = mebibytes(*most);
                write!(formatter, "looked at in part: the archive holds more than {most} MiB")
            }
            What::Ratio(most) => {
                write!(formatter, "looked at in part: it grows to more than {most} times its size")
            }
        }
    }
}

impl std::error::Error for Trouble {}
