//! What functions of the language and its library give.

/// What a function gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gives {
    /// A number, a truth value or what else no text gets into.
    Clean,
    /// Its first argument, as a new object.
    Copy,
    /// Its second argument.
    Second,
    /// The elements of its first argument in order.
    Sequence,
    /// The same in an order that is not known.
    Sorted,
    Reversed,
    Bag,
    Iterator,
    /// One element of its first argument, or the other arguments.
    Element,
    Elements,
    Enumerated,
    Zipped,
    Mapped,
    Filtered,
    Chained,
    Mapping,
    DefaultMapping,
    Counted,
    Overlaid,
    Sections,
    Queue,
    /// Something to write to.
    Stream,
    Fields,
    Attribute,
    SetAttribute,
    DeleteAttribute,
    Shuffled,
    Pushed,
    Keys,
}

/// What the function of this full name gives; none if all that it is passed gets into it.
pub(super) fn gives(path: &[u8]) -> Option<Gives> {
    Some(match path {
        b"len" | b"isinstance" | b"issubclass" | b"hasattr" | b"callable" | b"type" | b"id"
        | b"hash" | b"bool" | b"ord" | b"int" | b"float" | b"complex" | b"round" | b"abs"
        | b"divmod" | b"any" | b"all" | b"range" | b"hex" | b"oct" | b"bin" => Gives::Clean,
        b"os.path.exists" | b"os.path.lexists" | b"os.path.isfile" | b"os.path.isdir"
        | b"os.path.islink" | b"os.path.ismount" | b"os.path.isabs" | b"os.path.getsize"
        | b"os.path.getmtime" | b"os.path.getatime" | b"os.path.getctime" | b"os.path.samefile"
        | b"os.access" | b"os.getpid" => Gives::Clean,
        b"hmac.compare_digest"
        | b"secrets.compare_digest"
        | b"secrets.randbelow"
        | b"secrets.randbits"
        | b"secrets.token_hex"
        | b"secrets.token_bytes"
        | b"secrets.token_urlsafe" => Gives::Clean,
        b"uuid.UUID" | b"uuid.uuid1" | b"uuid.uuid3" | b"uuid.uuid4" | b"uuid.uuid5" => {
            Gives::Clean
        }
        b"datetime.datetime.strptime"
        | b"datetime.datetime.fromisoformat"
        | b"datetime.datetime.fromtimestamp"
        | b"datetime.date.fromisoformat"
        | b"datetime.date.fromtimestamp"
        | b"datetime.time.fromisoformat"
        | b"datetime.timedelta"
        | b"datetime.date"
        | b"datetime.datetime"
        | b"decimal.Decimal"
        | b"fractions.Fraction"
        | b"zlib.crc32"
        | b"zlib.adler32"
        | b"binascii.crc32" => Gives::Clean,
        b"random.random"
        | b"random.randint"
        | b"random.randrange"
        | b"random.uniform"
        | b"random.getrandbits"
        | b"random.gauss"
        | b"random.seed" => Gives::Clean,
        b"time.time" | b"time.sleep" | b"time.monotonic" | b"time.perf_counter"
        | b"time.time_ns" | b"time.mktime" => Gives::Clean,
        _ if path.starts_with(b"math.") => Gives::Clean,
        b"copy.copy" | b"copy.deepcopy" => Gives::Copy,
        b"typing.cast" | b"typing_extensions.cast" => Gives::Second,
        b"list" | b"tuple" | b"collections.deque" | b"itertools.islice" => Gives::Sequence,
        b"sorted" | b"random.sample" | b"random.choices" => Gives::Sorted,
        b"reversed" => Gives::Reversed,
        b"set" | b"frozenset" => Gives::Bag,
        b"iter" | b"aiter" | b"itertools.cycle" => Gives::Iterator,
        b"next" | b"anext" | b"min" | b"max" | b"random.choice" | b"secrets.choice"
        | b"heapq.heappop" => Gives::Element,
        b"heapq.nlargest" | b"heapq.nsmallest" => Gives::Elements,
        b"enumerate" => Gives::Enumerated,
        b"zip" | b"itertools.zip_longest" => Gives::Zipped,
        b"map" => Gives::Mapped,
        b"filter" | b"itertools.takewhile" | b"itertools.dropwhile" | b"itertools.filterfalse" => {
            Gives::Filtered
        }
        b"itertools.chain" => Gives::Chained,
        b"dict" | b"collections.OrderedDict" => Gives::Mapping,
        b"collections.defaultdict" => Gives::DefaultMapping,
        b"collections.Counter" => Gives::Counted,
        b"collections.ChainMap" => Gives::Overlaid,
        b"configparser.ConfigParser"
        | b"configparser.RawConfigParser"
        | b"configparser.SafeConfigParser" => Gives::Sections,
        b"queue.Queue" | b"queue.SimpleQueue" | b"asyncio.Queue" | b"multiprocessing.Queue" => {
            Gives::Queue
        }
        b"queue.LifoQueue"
        | b"queue.PriorityQueue"
        | b"asyncio.LifoQueue"
        | b"asyncio.PriorityQueue"
        | b"io.StringIO"
        | b"io.BytesIO"
        | b"contextvars.ContextVar" => Gives::Stream,
        b"types.SimpleNamespace" | b"argparse.Namespace" => Gives::Fields,
        b"getattr" => Gives::Attribute,
        b"setattr" => Gives::SetAttribute,
        b"delattr" => Gives::DeleteAttribute,
        b"random.shuffle" | b"heapq.heapify" => Gives::Shuffled,
        b"heapq.heappush" | b"bisect.insort" | b"bisect.insort_left" | b"bisect.insort_right" => {
            Gives::Pushed
        }
        b"dict.fromkeys" | b"collections.OrderedDict.fromkeys" => Gives::Keys,
        _ => return None,
    })
}
