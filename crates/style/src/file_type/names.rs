//! Which names tell that a file is text, or that it is none.
//!
//! As the identify library of pre-commit has it (version 2.6).

/// Extensions of text, in lower case, sorted.
#[rustfmt::skip]
pub(super) static TEXT: [&str; 302] = [
    "adoc", "aj", "apinotes", "asciidoc", "asm", "astro", "avsc", "bash", "bat", "bats", "bazel",
    "bb", "bbappend", "bbclass", "beancount", "bib", "bzl", "c", "c++", "c++m", "cc", "ccm",
    "cfg", "chs", "cjs", "clj", "cljc", "cljs", "cmake", "cmd", "cnf", "coffee", "conf", "cpp",
    "cppm", "cr", "crt", "cs", "csh", "cson", "csproj", "css", "csv", "csx", "cu", "cue", "cuh",
    "cxx", "cxxm", "cylc", "dart", "dbc", "def", "diff", "dtd", "edn", "ejs", "ejson", "elm",
    "env", "erb", "erl", "escript", "ex", "exs", "eyaml", "f03", "f08", "f90", "f95", "feature",
    "fish", "fs", "fsproj", "fsx", "gd", "gemspec", "geojson", "gleam", "go", "gotmpl", "gpx",
    "gradle", "graphql", "groovy", "gyb", "gyp", "gypi", "h", "hbs", "hcl", "hh", "hlsl", "hlsli",
    "hpp", "hrl", "hs", "htm", "html", "hxx", "ics", "idl", "idr", "inc", "ini", "inl", "ino",
    "inx", "ipp", "ipxe", "ipynb", "ixx", "j2", "jade", "java", "jbuilder", "jenkins",
    "jenkinsfile", "jinja", "jinja2", "jl", "js", "json", "json5", "jsonld", "jsonnet", "jsx",
    "key", "kml", "kt", "kts", "lean", "lektorproject", "less", "lfm", "lhs", "libsonnet", "lidr",
    "liquid", "lpi", "lpr", "lr", "lua", "luau", "m", "m4", "magik", "make", "manifest", "map",
    "markdown", "md", "mdx", "meson", "metal", "mib", "mjs", "mk", "ml", "mli", "mm", "modulemap",
    "mscx", "mustache", "myst", "ngdoc", "nim", "nimble", "nims", "nix", "njk", "nu", "pas",
    "patch", "pem", "php", "php4", "php5", "phtml", "piskel", "pl", "plantuml", "pm", "po", "pom",
    "pp", "prisma", "properties", "props", "proto", "ps1", "psd1", "psm1", "pug", "puml", "purs",
    "pxd", "pxi", "py", "pyi", "pyproj", "pyt", "pyw", "pyx", "qmd", "qml", "r", "rake", "rb",
    "resx", "rng", "robot", "rs", "rst", "s", "sas", "sass", "sbt", "sc", "scala", "scm", "scss",
    "sh", "sln", "slnx", "sls", "sol", "spec", "sql", "ss", "sty", "styl", "sv", "svelte", "svg",
    "svh", "swift", "swiftdeps", "tac", "targets", "templ", "tex", "textproto", "tf", "tfvars",
    "thrift", "toml", "tpp", "ts", "tsv", "tsx", "twig", "txsprofile", "txt", "txtpb", "urdf",
    "v", "vala", "vb", "vbproj", "vcxproj", "vdx", "vh", "vhd", "vim", "vtl", "vue", "wixproj",
    "wkt", "wsdl", "wsgi", "wxi", "wxl", "wxs", "xacro", "xaml", "xcconfig", "xcscheme",
    "xctestplan", "xcworkspacedata", "xhtml", "xlf", "xliff", "xml", "xq", "xql", "xqm", "xqu",
    "xquery", "xqy", "xsd", "xsl", "xslt", "yaml", "yamlld", "yang", "yin", "yml", "zcml", "zig",
    "zpt", "zsh",
];

/// Extensions of what is no text, in lower case, sorted.
#[rustfmt::skip]
pub(super) static BINARY: [&str; 41] = [
    "ai", "asar", "avif", "bmp", "bz2", "bz3", "dll", "ear", "eot", "eps", "exe", "fits", "ggb",
    "gif", "gz", "icns", "ico", "jar", "jpeg", "jpg", "mscz", "otf", "p12", "pdf", "png", "pyz",
    "pyzw", "so", "swf", "tar", "tgz", "tif", "tiff", "ttf", "war", "wav", "webp", "whl", "woff",
    "woff2", "zip",
];

/// Names of text files whose extension does not tell it, sorted. One stands for itself and,
/// between dots, for a part of a name.
#[rustfmt::skip]
pub(super) static NAMES: [&str; 86] = [
    ".ansible-lint", ".babelrc", ".bash_aliases", ".bash_profile", ".bashrc", ".bazelrc",
    ".bowerrc", ".browserslistrc", ".clang-format", ".clang-tidy", ".codespellrc", ".coveragerc",
    ".cshrc", ".csslintrc", ".dockerignore", ".editorconfig", ".envrc", ".flake8",
    ".gitattributes", ".gitconfig", ".gitignore", ".gitlint", ".gitmodules", ".hgrc", ".jshintrc",
    ".mailmap", ".mention-bot", ".npmignore", ".pdbrc", ".prettierignore", ".profile", ".pypirc",
    ".salt-lint", ".sqlfluff", ".yamllint", ".zlogin", ".zlogout", ".zprofile", ".zshenv",
    ".zshrc", "AUTHORS", "BUILD", "Brewfile", "CHANGELOG", "CONTRIBUTING", "COPYING",
    "Cargo.lock", "Containerfile", "Dockerfile", "Fastfile", "GNUmakefile", "Gemfile",
    "Gemfile.lock", "Jenkinsfile", "LICENSE", "MAINTAINERS", "Makefile", "NEWS", "NOTICE",
    "PATENTS", "PKGBUILD", "Pipfile", "Pipfile.lock", "README", "Rakefile", "SConscript",
    "SConstruct", "SCsub", "Tiltfile", "Vagrantfile", "WORKSPACE", "config.ru", "copy.bara.sky",
    "direnvrc", "go.mod", "go.sum", "makefile", "meson.build", "meson.options", "poetry.lock",
    "pylintrc", "rebar.config", "sys.config", "sys.config.src", "uv.lock", "wscript",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_sorted() {
        assert!(TEXT.is_sorted() && BINARY.is_sorted() && NAMES.is_sorted());
    }
}
