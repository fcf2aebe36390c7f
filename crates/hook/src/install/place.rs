//! One hook in one folder: put ours there, or what was there before.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use super::script;
use super::{Change, HookType, InstallError};

/// The hook that was there before waits beside ours under this addition to its name, so that
/// what it finds next to itself, by relative links too, stays where it was.
const KEPT: &str = ".sdf-hook-kept";

/// A hook's two files in a folder that git runs hooks from.
pub(super) struct Place<'a> {
    folder: &'a Path,
    hook: HookType,
    shared: bool,
}

/// What is at a path, without following links.
enum Found {
    Nothing,
    Ours(Vec<u8>),
    Other,
}

impl<'a> Place<'a> {
    pub(super) fn new(folder: &'a Path, hook: HookType, shared: bool) -> Self {
        Self { folder, hook, shared }
    }

    /// Where git looks for the hook.
    pub(super) fn path(&self) -> PathBuf {
        self.folder.join(self.hook.name())
    }

    fn kept(&self) -> PathBuf {
        kept(&self.path())
    }

    /// Writes our hook, keeping another that is there.
    pub(super) fn install(&self, binary: &Path) -> Result<Change, InstallError> {
        let (path, kept) = (self.path(), self.kept());
        fs::create_dir_all(self.folder).map_err(self.failed("create the folder", self.folder))?;
        let found = self.look(&path)?;
        let keep = matches!(found, Found::Other);
        if keep && exists(&kept) && !same(&path, &kept) {
            return Err(InstallError::KeptInTheWay { hook: path, kept });
        }
        let interpreter = self.interpreter(if keep { &path } else { &kept });
        let text = script::text(self.hook, binary, self.shared, interpreter.as_deref());
        match found {
            Found::Ours(content) if content == text => return Ok(Change::Unchanged),
            _ => {}
        }
        // The new file is complete before anything moves: a full disk costs nothing.
        let fresh = self.folder.join(format!("{}.sdf-hook-new", self.hook.name()));
        write_executable(&fresh, &text)
            .inspect_err(|_| drop(fs::remove_file(&fresh)))
            .map_err(self.failed("write", &fresh))?;
        if keep {
            fs::rename(&path, &kept).map_err(self.failed("rename", &path))?;
        }
        if let Err(error) = fs::rename(&fresh, &path) {
            if keep {
                // Best effort: the error that counts is the first one.
                let _ = fs::rename(&kept, &path);
            }
            return Err(self.failed("write", &path)(error));
        }
        Ok(match found {
            Found::Ours(_) => Change::Updated,
            Found::Other => Change::InstalledBefore,
            Found::Nothing => Change::Installed,
        })
    }

    /// Takes our hook away and puts back the kept one.
    pub(super) fn uninstall(&self) -> Result<Change, InstallError> {
        let (path, kept) = (self.path(), self.kept());
        match self.look(&path) {
            Ok(Found::Ours(_) | Found::Nothing) if exists(&kept) => {
                fs::rename(&kept, &path).map_err(self.failed("rename", &kept))?;
                Ok(Change::Restored)
            }
            Ok(Found::Ours(_)) => {
                fs::remove_file(&path).map_err(self.failed("delete", &path))?;
                Ok(Change::Removed)
            }
            Ok(Found::Nothing) => Ok(Change::Absent),
            Ok(Found::Other) | Err(InstallError::NotAFile { .. }) => {
                Ok(Change::NotOurs { kept: exists(&kept) })
            }
            Err(error) => Err(error),
        }
    }

    /// Whether our hook is there.
    pub(super) fn is_ours(&self) -> bool {
        matches!(self.look(&self.path()), Ok(Found::Ours(_)))
    }

    fn look(&self, path: &Path) -> Result<Found, InstallError> {
        let metadata = match fs::symlink_metadata(path) {
            Ok(metadata) => metadata,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Found::Nothing),
            Err(error) => return Err(self.failed("look at", path)(error)),
        };
        if metadata.is_symlink() {
            return Ok(Found::Other);
        }
        if !metadata.is_file() {
            return Err(InstallError::NotAFile { path: path.to_owned() });
        }
        let head = head(path).map_err(self.failed("read", path))?;
        if !script::is_ours(&head) {
            return Ok(Found::Other);
        }
        let content = fs::read(path).map_err(self.failed("read", path))?;
        Ok(Found::Ours(content))
    }

    /// The shell that can run the other hook under its old name. A link to a file of the hook's
    /// own name needs no such help, and may want to find the folder that it links to.
    fn interpreter(&self, other: &Path) -> Option<String> {
        if let Ok(target) = fs::read_link(other)
            && target.file_name().is_some_and(|name| name == self.hook.name())
        {
            return None;
        }
        let head = head(other).ok()?;
        script::interpreter(&head).map(str::to_owned)
    }

    fn failed(&self, action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> InstallError {
        let (path, shared) = (path.to_owned(), self.shared);
        move |source| InstallError::Io { action, path, shared, source }
    }
}

/// Where the hook from before is kept.
pub(super) fn kept(hook: &Path) -> PathBuf {
    let mut path = hook.as_os_str().to_owned();
    path.push(KEPT);
    path.into()
}

fn exists(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// Whether two hooks are the same, so that losing one loses nothing: some tools write theirs
/// again at every run.
fn same(a: &Path, b: &Path) -> bool {
    let mode = |path| Some(fs::symlink_metadata(path).ok()?.permissions());
    mode(a) == mode(b)
        && fs::read_link(a).ok() == fs::read_link(b).ok()
        && matches!((fs::read(a), fs::read(b)), (Ok(a), Ok(b)) if a == b)
}

/// The first bytes of a file: enough for the marker and the interpreter.
fn head(path: &Path) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    File::open(path)?.take(512).read_to_end(&mut head)?;
    Ok(head)
}

fn write_executable(path: &Path, text: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(text)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        file.set_permissions(fs::Permissions::from_mode(0o755))?;
    }
    file.sync_all()
}
