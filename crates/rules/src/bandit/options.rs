//! What bandit's checks can be told.

/// Options of the checks; the defaults are bandit's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Shell patterns of paths in which assertions are let off (`assert_used.skips`).
    pub assert_skips: Vec<String>,
    /// Directories that all may write to (`hardcoded_tmp_directory.tmp_dirs`).
    pub temporary_directories: Vec<String>,
    /// Whether `except SomeError: pass` counts (`try_except_pass.check_typed_exception`).
    pub pass_of_typed_exceptions: bool,
    /// Whether `except SomeError: continue` counts (`try_except_continue.check_typed_exception`).
    pub continue_of_typed_exceptions: bool,
    /// Functions that start processes, with a shell if they are told so
    /// (`shell_injection.subprocess`).
    pub subprocess: Vec<String>,
    /// Functions that run a command in a shell (`shell_injection.shell`).
    pub shell: Vec<String>,
    /// Functions that start processes without a shell (`shell_injection.no_shell`).
    pub no_shell: Vec<String>,
    /// Names of broken protocol versions (`ssl_with_bad_version.bad_protocol_versions`).
    pub bad_protocol_versions: Vec<String>,
    /// Key lengths (`weak_cryptographic_key`).
    pub key_sizes: KeySizes,
    /// Functions that make markup like `markupsafe.Markup` (`markupsafe_xss.extend_markup_names`).
    pub markup_names: Vec<String>,
    /// Functions whose results are safe markup (`markupsafe_xss.allowed_calls`).
    pub markup_allowed: Vec<String>,
}

/// Lengths of keys in bits: below the first it is high, below the second medium.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeySizes {
    /// Of DSA keys.
    pub dsa: [i64; 2],
    /// Of RSA keys.
    pub rsa: [i64; 2],
    /// Of keys on elliptic curves.
    pub ec: [i64; 2],
}

impl Default for KeySizes {
    fn default() -> Self {
        KeySizes { dsa: [1024, 2048], rsa: [1024, 2048], ec: [160, 224] }
    }
}

impl Default for Options {
    fn default() -> Self {
        let owned = |list: &[&str]| list.iter().map(|&text| text.to_owned()).collect::<Vec<_>>();
        let of = |module: &str, names: &[&str]| {
            names.iter().map(|name| format!("{module}.{name}")).collect::<Vec<_>>()
        };
        Options {
            assert_skips: Vec::new(),
            temporary_directories: owned(&["/tmp", "/var/tmp", "/dev/shm"]),
            pass_of_typed_exceptions: false,
            continue_of_typed_exceptions: false,
            subprocess: of("subprocess", &["Popen", "call", "check_call", "check_output", "run"]),
            shell: [
                of("os", &["system", "popen", "popen2", "popen3", "popen4"]),
                of("popen2", &["popen2", "popen3", "popen4", "Popen3", "Popen4"]),
                of("commands", &["getoutput", "getstatusoutput"]),
                of("subprocess", &["getoutput", "getstatusoutput"]),
            ]
            .concat(),
            no_shell: of(
                "os",
                &[
                    "execl",
                    "execle",
                    "execlp",
                    "execlpe",
                    "execv",
                    "execve",
                    "execvp",
                    "execvpe",
                    "spawnl",
                    "spawnle",
                    "spawnlp",
                    "spawnlpe",
                    "spawnv",
                    "spawnve",
                    "spawnvp",
                    "spawnvpe",
                    "startfile",
                ],
            ),
            bad_protocol_versions: owned(&[
                "PROTOCOL_SSLv2",
                "SSLv2_METHOD",
                "SSLv23_METHOD",
                "PROTOCOL_SSLv3",
                "PROTOCOL_TLSv1",
                "SSLv3_METHOD",
                "TLSv1_METHOD",
                "PROTOCOL_TLSv1_1",
                "TLSv1_1_METHOD",
            ]),
            key_sizes: KeySizes::default(),
            markup_names: Vec::new(),
            markup_allowed: Vec::new(),
        }
    }
}

impl Options {
    /// Numbers of the checks that look for other names than the default ones, so that the anchors
    /// of the data do not hold for them.
    pub fn unanchored(&self) -> Vec<u16> {
        let defaults = Options::default();
        let mut tests = Vec::new();
        if self.temporary_directories != defaults.temporary_directories {
            tests.push(108);
        }
        let functions =
            |it: &Options| (it.subprocess.clone(), it.shell.clone(), it.no_shell.clone());
        if functions(self) != functions(&defaults) {
            tests.extend([602, 603, 604, 605, 606, 607, 609]);
        }
        if self.bad_protocol_versions != defaults.bad_protocol_versions {
            tests.push(503);
        }
        if !self.markup_names.is_empty() {
            tests.push(704);
        }
        tests
    }
}
