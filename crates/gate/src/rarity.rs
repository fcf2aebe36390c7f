//! How common a run of bytes is in source code.

/// For a symbol and the one behind it, -log2 of the share that the pair has among all, as a letter
/// from `a` for zero. Counted by `examples/pairs.rs` over 40 MB of Go, Python, Rust, YAML and the
/// text files beside them.
const PAIRS: [&[u8; SYMBOLS]; SYMBOLS] = [
    b"kkjjnmkpkqmijirkqiiilmlllolmkk",
    b"lomnkoprlmrkpolormmokqrplrlnjk",
    b"jomnjmojlskkmoinpkmjloqpnslkkk",
    b"kmnkimmpjpqmooknnllnloonnrlkii",
    b"jljikjlolqnikimkkhiinlljlpkjhh",
    b"konmlknrjtslmljosklmkrqrotkmji",
    b"mpopjpnmltrmollosllmmpqsqqnlkj",
    b"jppoiqqrktqonqkqqmnlmrqtpsomkk",
    b"lljkkjkroqojjhjlpkiiqlsmtlnnml",
    b"psssmsttptrsqsnrttosotstttrrpn",
    b"mqpokqormtsopoppspmpoqosrspmll",
    b"jookijppjspjpojmqokkkooqlrnljj",
    b"jmonipqqkspnlokjqplmlqqporlmkk",
    b"jojiilipkqmlnlimrniillnqmqnlij",
    b"llkjnkmqlplkjhkjsikjjllnpqoljk",
    b"jpnnjopnltokppjlrjlkjopoltnllk",
    b"prpqrsssrutprrsrspqoksstttopmm",
    b"inklhmkpjtmmljinpjjjkmoplsllii",
    b"lnlnhonkjrmmmmkkmmjhkonqkqmkii",
    b"jolmhmoiisommojlrikkjonmjoljhi",
    b"ljlmkmmtkuskljoltjjjqrsotqkonm",
    b"jqonjpqqltsooqnnoqpprqpossmomm",
    b"lqpplqrlktspqnmqtllprrprttpnml",
    b"lomomnrqntrnnrnlrppkrqrppsjnlj",
    b"opoqnpqqnssnmmnksnllrqorrqoljk",
    b"ossqkssrnttssrnttrrsstsspqoron",
    b"llllklopoqppoppoqpoooqqjqqflig",
    b"llklllmmkpnllllkolkklmmopplkml",
    b"ijiiiikkhnmjjijinihhjkjlmnhkcf",
    b"jkjjkkkljnmkkjkjnjijkllkmmhlef",
];
/// Letters in either case, digits, `_`, white space, anything else.
const SYMBOLS: usize = 30;

/// A measure by which runs of three bytes compare; more is more common.
pub(crate) fn commonness(run: &[u8]) -> i32 {
    let pairs = run.windows(2).take(2);
    pairs.map(|pair| -i32::from(PAIRS[symbol(pair[0])][symbol(pair[1])])).sum()
}

fn symbol(byte: u8) -> usize {
    match byte.to_ascii_lowercase() {
        letter @ b'a'..=b'z' => usize::from(letter - b'a'),
        b'0'..=b'9' => 26,
        b'_' => 27,
        b' ' | b'\t' | b'\r' | b'\n' => 28,
        _ => 29,
    }
}
