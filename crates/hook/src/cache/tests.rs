use super::*;
use std::os::unix::fs::{PermissionsExt, symlink};
use tempfile::TempDir;

fn ground() -> (TempDir, Cache, Key) {
    let above = TempDir::new().expect("a temporary folder");
    let cache = Cache::at(Some(above.path().join("missing")));
    (above, cache, Key::of("test", [b"content".as_slice()]))
}

fn again(above: &TempDir) -> Cache {
    Cache::at(Some(above.path().join("missing")))
}

fn folder(cache: &Cache) -> &Path {
    cache.folder.as_deref().expect("a folder of our own")
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("it is ours");
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("it is there").permissions().mode() & 0o777
}

#[test]
fn what_is_kept_is_found_again_by_its_key_alone() {
    let (above, cache, key) = ground();
    assert_eq!(cache.get(&key), None);
    cache.put(&key, b"kept");
    assert_eq!(again(&above).get(&key).as_deref(), Some(b"kept".as_slice()));
    for other in [
        Key::of("other", [b"content".as_slice()]),
        Key::of("test", [b"con".as_slice(), b"tent"]),
        Key::of("test", [b"content".as_slice(), b""]),
    ] {
        assert_eq!(cache.get(&other), None);
        // Not even in its place.
        let [from, to] = [&key, &other].map(|key| folder(&cache).join(key.to_string()));
        fs::copy(from, to).expect("a copy");
        assert_eq!(cache.get(&other), None);
    }
    cache.put(&key, b"");
    assert_eq!(cache.get(&key).as_deref(), Some(b"".as_slice()));
}

#[test]
fn what_is_damaged_is_ignored_and_written_anew() {
    let (_above, cache, key) = ground();
    cache.put(&key, b"kept");
    let file = folder(&cache).join(key.to_string());
    let whole = fs::read(&file).expect("the file");
    for at in 0..whole.len() {
        let mut damaged = whole.clone();
        damaged[at] ^= 1;
        fs::write(&file, damaged).expect("it is ours");
        assert_eq!(cache.get(&key), None, "byte {at}");
        fs::write(&file, &whole[..at]).expect("it is ours");
        assert_eq!(cache.get(&key), None, "cut at {at}");
    }
    fs::write(&file, [&whole[..], b"!"].concat()).expect("it is ours");
    assert_eq!(cache.get(&key), None);
    cache.put(&key, b"kept");
    assert_eq!(cache.get(&key).as_deref(), Some(b"kept".as_slice()));
}

#[test]
fn only_the_user_may_have_written_it() {
    let (above, cache, key) = ground();
    cache.put(&key, b"kept");
    let rules = folder(&cache).to_owned();
    let file = rules.join(key.to_string());
    let ours = rules.parent().expect("sdf-hook").to_owned();
    assert_eq!([&ours, &rules, &file].map(|path| mode(path)), [0o700, 0o700, 0o600]);
    for path in [&ours, &rules, &file] {
        let before = mode(path);
        for others in [0o020, 0o002] {
            set_mode(path, before | others);
            assert_eq!(again(&above).get(&key), None, "{}", path.display());
        }
        set_mode(path, before);
        assert!(again(&above).get(&key).is_some());
        // A symbolic link, even to the very same.
        let aside = above.path().join("aside");
        fs::rename(path, &aside).expect("a free name");
        symlink(&aside, path).expect("a free name");
        assert_eq!(again(&above).get(&key), None, "{}", path.display());
        fs::remove_file(path).expect("the link");
        fs::rename(&aside, path).expect("its old name");
    }
    // A folder that others can write to is not written to either.
    set_mode(&rules, 0o777);
    again(&above).put(&Key::of("test", []), b"kept");
    assert_eq!(fs::read_dir(&rules).expect("a folder").count(), 1);
}

#[test]
fn old_files_make_room() {
    let (_above, cache, _) = ground();
    for number in 0..FILES + 5 {
        cache.put(&Key::of("test", [number.to_le_bytes().as_slice()]), b"kept");
    }
    let count = fs::read_dir(folder(&cache)).expect("a folder").count();
    assert_eq!(count, FILES);
}

#[test]
fn the_environment_tells_the_place() {
    let place_with = |variables: &[(&str, &str)]| {
        place(|name| variables.iter().find(|(known, _)| *known == name).map(|(_, it)| it.into()))
    };
    let home = ("HOME", "/home/ada");
    let at = |path: &str| Some(PathBuf::from(path));
    assert_eq!(place_with(&[home]), at("/home/ada/.cache"));
    assert_eq!(place_with(&[home, ("XDG_CACHE_HOME", "/var/ada")]), at("/var/ada"));
    assert_eq!(place_with(&[home, ("XDG_CACHE_HOME", "relative")]), at("/home/ada/.cache"));
    assert_eq!(place_with(&[home, ("XDG_CACHE_HOME", "")]), at("/home/ada/.cache"));
    assert_eq!(place_with(&[home, ("SDF_HOOK_CACHE", "off")]), None);
    assert_eq!(place_with(&[home, ("SDF_HOOK_CACHE", "on")]), at("/home/ada/.cache"));
    assert_eq!(place_with(&[("HOME", "relative")]), None);
    assert_eq!(place_with(&[]), None);
}
