//! Builds components out of a few lines of WebAssembly text, so that each hostile one shows its trick and nothing else.

use std::fmt::Write as _;

use milepost_document::Document;
use wit_component::{ComponentEncoder, StringEncoding, embed_component_metadata};
use wit_parser::Resolve;

/// The parts of WASI that hostile guests reach for, as their languages would.
const WASI: &[(&str, &str)] = &[
    (
        "io.wit",
        "package wasi:io@0.2.0;
         interface poll { resource pollable { block: func(); } poll: func(in: list<borrow<pollable>>) -> list<u32>; }
         interface error { resource error; }
         interface streams {
           use error.{error};
           variant stream-error { last-operation-failed(error), closed }
           resource output-stream {
             blocking-write-and-flush: func(contents: list<u8>) -> result<_, stream-error>;
             check-write: func() -> result<u64, stream-error>;
           }
         }",
    ),
    (
        "clocks.wit",
        "package wasi:clocks@0.2.0;
         interface monotonic-clock {
           use wasi:io/poll@0.2.0.{pollable};
           now: func() -> u64;
           subscribe-instant: func(when: u64) -> pollable;
           subscribe-duration: func(when: u64) -> pollable;
         }
         interface wall-clock { record datetime { seconds: u64, nanoseconds: u32 } now: func() -> datetime; }",
    ),
    (
        "random.wit",
        "package wasi:random@0.2.0; interface random { get-random-bytes: func(len: u64) -> list<u8>; get-random-u64: func() -> u64; }",
    ),
    (
        "filesystem.wit",
        "package wasi:filesystem@0.2.0;
         interface types { resource descriptor; }
         interface preopens { use types.{descriptor}; get-directories: func() -> list<tuple<descriptor, string>>; }",
    ),
    (
        "sockets.wit",
        "package wasi:sockets@0.2.0;
         interface network {
           resource network;
           enum error-code {
             unknown, access-denied, not-supported, invalid-argument, out-of-memory, timeout, concurrency-conflict,
             not-in-progress, would-block, invalid-state, new-socket-limit, address-not-bindable, address-in-use,
             remote-unreachable, connection-refused, connection-reset, connection-aborted, datagram-too-large,
             name-unresolvable, temporary-resolver-failure, permanent-resolver-failure
           }
           enum ip-address-family { ipv4, ipv6 }
         }
         interface tcp { resource tcp-socket; }
         interface udp { resource udp-socket; }
         interface tcp-create-socket {
           use network.{error-code, ip-address-family};
           use tcp.{tcp-socket};
           create-tcp-socket: func(family: ip-address-family) -> result<tcp-socket, error-code>;
         }
         interface udp-create-socket {
           use network.{error-code, ip-address-family};
           use udp.{udp-socket};
           create-udp-socket: func(family: ip-address-family) -> result<udp-socket, error-code>;
         }
         interface ip-name-lookup {
           use network.{network, error-code};
           resource resolve-address-stream;
           resolve-addresses: func(network: borrow<network>, name: string) -> result<resolve-address-stream, error-code>;
         }
         interface instance-network { use network.{network}; instance-network: func() -> network; }",
    ),
    (
        "cli.wit",
        "package wasi:cli@0.2.0;
         interface environment { get-environment: func() -> list<tuple<string, string>>; get-arguments: func() -> list<string>; }
         interface stderr { use wasi:io/streams@0.2.0.{output-stream}; get-stderr: func() -> output-stream; }
         interface exit { exit: func(status: result); }",
    ),
];

/// A guest in the making.
#[derive(Debug, Clone)]
pub(crate) struct Guest {
    /// What its extract does; `$doc` and the locals `$i` and `$j` are there. It goes on to return `count`.
    body: String,
    /// Functions, memories and tables beside it.
    items: String,
    /// Imports beside those that are always there: WASI's.
    imports: String,
    /// WASI interfaces that its world imports.
    worlds: Vec<&'static str>,
    /// The observations it says it gave, as code.
    count: String,
    /// Its texts, from address 4096 on.
    texts: Vec<u8>,
    /// Whether `cabi_realloc` is given by `items`.
    own_realloc: bool,
    first_pages: u32,
    manifest: String,
}

/// The place of a text in a guest's memory.
pub(crate) type Text = (usize, usize);

/// What a guest claims.
#[derive(Debug, Clone)]
pub(crate) struct Figure {
    pub(crate) metric: String,
    pub(crate) period: String,
    pub(crate) value: String,
    pub(crate) unit: String,
    pub(crate) printed: String,
    pub(crate) node: u32,
    pub(crate) quote: String,
    pub(crate) period_quote: String,
}

impl Figure {
    /// The page's own figure, as it stands there.
    pub(crate) fn honest(document: &Document) -> Self {
        let quote = "全市货物进出口总额5385.9亿元";
        Self {
            metric: "trade.total".to_owned(),
            period: "2024-01..2024-09".to_owned(),
            value: "538590000000".to_owned(),
            unit: "CNY".to_owned(),
            printed: "5385.9亿元".to_owned(),
            node: document.find(quote).first().copied().unwrap(),
            quote: quote.to_owned(),
            period_quote: "前三季度".to_owned(),
        }
    }
}

impl Guest {
    pub(crate) fn new(body: &str) -> Self {
        Self {
            body: body.to_owned(),
            items: String::new(),
            imports: String::new(),
            worlds: Vec::new(),
            count: "(i32.const 0)".to_owned(),
            texts: Vec::new(),
            own_realloc: false,
            first_pages: 2,
            manifest: "id = \"hostile\"\nversion = \"0.1.0\"\nabi = \"0.1\"\ntitle = \"Hostile\"\nmetrics = [\"trade.total\"]\n"
                .to_owned(),
        }
    }

    pub(crate) fn items(mut self, items: &str) -> Self {
        self.items.push_str(items);
        self
    }

    /// Imports an interface of WASI and one function of it as `$wasi`.
    pub(crate) fn wasi(mut self, interface: &'static str, function: &str, signature: &str) -> Self {
        let named = if self.imports.contains("$wasi ") {
            "$wasi2"
        } else {
            "$wasi"
        };
        let _written = writeln!(
            self.imports,
            "(import \"{interface}\" \"{function}\" (func {named} {signature}))"
        );
        self.worlds.push(interface);
        self
    }

    /// Imports every function of the interface, used or not.
    pub(crate) fn everything(mut self) -> Self {
        self.imports.push_str(THE_OTHER_IMPORTS);
        self
    }

    pub(crate) fn count(mut self, count: &str) -> Self {
        count.clone_into(&mut self.count);
        self
    }

    pub(crate) fn realloc(mut self, realloc: &str) -> Self {
        self.own_realloc = true;
        self.items(realloc)
    }

    pub(crate) const fn pages(mut self, pages: u32) -> Self {
        self.first_pages = pages;
        self
    }

    /// Says another thing in the manifest.
    pub(crate) fn with_manifest(mut self, from: &str, to: &str) -> Self {
        assert!(self.manifest.contains(from));
        self.manifest = self.manifest.replace(from, to);
        self
    }

    pub(crate) fn then(mut self, body: &str) -> Self {
        self.body.push_str(body);
        self
    }

    pub(crate) fn text(&mut self, text: &str) -> Text {
        while !self.texts.len().is_multiple_of(4) {
            self.texts.push(0);
        }
        let at = 4_096 + self.texts.len();
        self.texts.extend_from_slice(text.as_bytes());
        (at, text.len())
    }

    fn number(&mut self, number: u32) {
        self.texts.extend_from_slice(&number.to_le_bytes());
    }

    /// Adds the emission of a figure to its extract.
    pub(crate) fn emit(self, figure: &Figure) -> Self {
        let (mut guest, call) = self.emission(figure);
        guest.body.push_str(&call);
        guest
    }

    /// Returns the code that emits a figure and drops the answer.
    pub(crate) fn emission(mut self, figure: &Figure) -> (Self, String) {
        let texts = [
            &figure.metric,
            &figure.period,
            &figure.value,
            &figure.unit,
            &figure.printed,
        ];
        let texts: Vec<Text> = texts.into_iter().map(|text| self.text(text)).collect();
        let quotes = [self.text(&figure.quote), self.text(&figure.period_quote)];
        self.text("");
        let evidence = 4_096 + self.texts.len();
        for (role, (at, len)) in (0..).zip(quotes) {
            for number in [
                role,
                0,
                figure.node,
                u32::try_from(at).unwrap(),
                u32::try_from(len).unwrap(),
            ] {
                self.number(number);
            }
        }
        let mut call = "(call $emit".to_owned();
        for (at, len) in texts.into_iter().chain([(0, 0), (evidence, 2)]) {
            let _written = write!(call, " (i32.const {at}) (i32.const {len})");
        }
        call.push_str(" (i32.const 512))\n");
        (self, call)
    }

    /// Returns the component, without manifest.
    pub(crate) fn component(&self) -> Vec<u8> {
        let module = wat::parse_str(self.wat()).unwrap();
        encode(module, &self.worlds)
    }

    /// Returns the plugin's file.
    pub(crate) fn plugin(&self) -> Vec<u8> {
        self.plugin_with(&[])
    }

    /// Returns the plugin's file with fixtures.
    pub(crate) fn plugin_with(&self, fixtures: &[(String, Vec<u8>)]) -> Vec<u8> {
        milepost_plugin_host::pack(&self.component(), &self.manifest, fixtures).unwrap()
    }

    fn wat(&self) -> String {
        let Self {
            body,
            items,
            imports,
            count,
            first_pages,
            ..
        } = self;
        let texts = self.texts.iter().fold(String::new(), |mut text, byte| {
            let _written = write!(text, "\\{byte:02x}");
            text
        });
        let realloc = if self.own_realloc { "" } else { REALLOC };
        format!(
            "(module {IMPORTS} {imports}
               (memory (export \"memory\") {first_pages})
               (data (i32.const 4096) \"{texts}\")
               {realloc} {items}
               (func (export \"milepost:extractor/extract@0.1.0#extract\") (param $doc i32) (result i32)
                 (local $i i32) (local $j i32)
                 {body}
                 (i32.store (i32.const 1024) (i32.const 0))
                 (i32.store (i32.const 1028) {count})
                 (i32.const 1024)))"
        )
    }
}

const IMPORTS: &str = r#"
  (import "milepost:extractor/document@0.1.0" "[resource-drop]doc" (func $drop_doc (param i32)))
  (import "milepost:extractor/document@0.1.0" "[method]doc.text" (func $doc_text (param i32 i32)))
  (import "milepost:extractor/document@0.1.0" "[method]doc.select" (func $select (param i32 i32 i32 i32)))
  (import "milepost:extractor/document@0.1.0" "[method]doc.find" (func $find (param i32 i32 i32 i32)))
  (import "milepost:extractor/document@0.1.0" "[method]doc.attachments" (func $attachments (param i32 i32)))
  (import "milepost:extractor/document@0.1.0" "[method]doc.tables" (func $tables (param i32 i32)))
  (import "milepost:extractor/document@0.1.0" "[method]doc.text-of" (func $text_of (param i32 i32 i32 i32)))
  (import "milepost:extractor/read@0.1.0" "statements-about" (func $about (param i32 i32 i32 i32)))
  (import "milepost:extractor/read@0.1.0" "field" (func $field (param i32 i32 i32 i32)))
  (import "milepost:extractor/log@0.1.0" "log" (func $log (param i32 i32 i32)))
  (import "milepost:extractor/settings@0.1.0" "get" (func $setting (param i32 i32 i32)))
  (import "milepost:extractor/report@0.1.0" "emit"
    (func $emit (param i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32)))
"#;

/// What [`IMPORTS`] leaves out of the interface.
const THE_OTHER_IMPORTS: &str = r#"
  (import "milepost:extractor/document@0.1.0" "[method]doc.index" (func (param i32) (result i32)))
  (import "milepost:extractor/document@0.1.0" "[method]doc.media" (func (param i32) (result i32)))
  (import "milepost:extractor/document@0.1.0" "[method]doc.url" (func (param i32 i32)))
  (import "milepost:extractor/document@0.1.0" "[method]doc.meta" (func (param i32 i32 i32 i32)))
  (import "milepost:extractor/document@0.1.0" "[method]doc.select-in" (func (param i32 i32 i32 i32 i32)))
  (import "milepost:extractor/document@0.1.0" "[method]doc.query" (func (param i32 i32 i32 i32)))
  (import "milepost:extractor/document@0.1.0" "[method]doc.attr" (func (param i32 i32 i32 i32 i32)))
  (import "milepost:extractor/document@0.1.0" "[method]doc.parent" (func (param i32 i32 i32)))
  (import "milepost:extractor/document@0.1.0" "[method]doc.table-like" (func (param i32 i32 i32 i32)))
  (import "milepost:extractor/document@0.1.0" "[method]doc.links" (func (param i32 i32)))
  (import "milepost:extractor/read@0.1.0" "number" (func (param i32 i32 i32 i32 i32)))
  (import "milepost:extractor/read@0.1.0" "period" (func (param i32 i32 i32 i32 i32)))
"#;

/// Hands out memory from 65536 on and never takes it back.
const REALLOC: &str = r#"
  (global $heap (mut i32) (i32.const 65536))
  (func $realloc (export "cabi_realloc") (param $old i32) (param $old_len i32) (param $align i32) (param $len i32) (result i32)
    (local $at i32)
    (local.set $at (i32.and (i32.add (global.get $heap) (i32.const 7)) (i32.const -8)))
    (global.set $heap (i32.add (local.get $at) (local.get $len)))
    (block $fits
      (br_if $fits (i32.le_u (global.get $heap) (i32.mul (memory.size) (i32.const 65536))))
      (br_if $fits (i32.ne (i32.const -1)
        (memory.grow (i32.add (i32.const 1) (i32.shr_u (local.get $len) (i32.const 16))))))
      unreachable)
    (local.get $at))
"#;

/// Makes a component of a module, whose world is the extractor's and some of WASI.
pub(crate) fn encode(mut module: Vec<u8>, wasi: &[&str]) -> Vec<u8> {
    let mut resolve = Resolve::default();
    for (path, text) in WASI {
        resolve.push_str(path, text).unwrap();
    }
    let wit = concat!(env!("CARGO_MANIFEST_DIR"), "/../../wit/v0.1");
    resolve.push_path(wit).unwrap();
    let imports: String = wasi
        .iter()
        .map(|interface| format!("import {interface};\n"))
        .collect();
    let world = format!(
        "package test:hostile; world guest {{ include milepost:extractor/extractor@0.1.0; {imports} }}"
    );
    let package = resolve.push_str("hostile.wit", &world).unwrap();
    let world = resolve.select_world(&[package], Some("guest")).unwrap();
    embed_component_metadata(&mut module, &resolve, world, StringEncoding::UTF8).unwrap();
    let encoder = ComponentEncoder::default().module(&module).unwrap();
    encoder.validate(true).encode().unwrap()
}

/// What an observation is made of, field by field.
pub(crate) const KEYS: [&str; 10] = [
    "node",
    "quote",
    "period-node",
    "period-quote",
    "period",
    "value",
    "unit",
    "printed",
    "role",
    "comparison",
];

/// How a reader asks for the fields of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asking {
    /// One call a field.
    OneByOne,
    /// One call for all of them.
    AtOnce,
}

/// An extractor of `trade.total` that finds the statements about 进出口总额, asks for their fields, and emits each with its
/// evidence.
pub(crate) fn reader() -> Guest {
    reader_asking(Asking::OneByOne)
}

/// The same, asking as told.
pub(crate) fn reader_asking(asking: Asking) -> Guest {
    let mut guest = Guest::new("");
    let (word, word_len) = guest.text("进出口总额");
    let (metric, metric_len) = guest.text("trade.total");
    let (role, role_len) = guest.text("role");
    let (comparison, comparison_len) = guest.text("comparison");
    let keys = KEYS.map(|key| guest.text(key));
    let (all, all_len) = guest.text(&KEYS.join(" "));
    let asked: String = match asking {
        Asking::OneByOne => keys
            .iter()
            .enumerate()
            .map(|(slot, (at, len))| {
                let answer = 600 + slot * 16;
                format!(
                    "(call $field (local.get $j) (i32.const {at}) (i32.const {len}) (i32.const {answer}))\n"
                )
            })
            .collect(),
        Asking::AtOnce => format!(
            "(call $field (local.get $j) (i32.const {all}) (i32.const {all_len}) (i32.const 560))
             (call $split (i32.load (i32.const 564)) (i32.load (i32.const 568)) (i32.const 600))"
        ),
    };
    let text = |slot: usize| {
        let at = 600 + slot * 16 + 4;
        format!("(i32.load (i32.const {at})) (i32.load (i32.const {}))", at + 4)
    };
    let store = |at: usize, value: String| format!("(i32.store (i32.const {at}) {value})\n");
    let pair = |at: usize, slot: usize| {
        let from = 600 + slot * 16 + 4;
        store(at, format!("(i32.load (i32.const {from}))"))
            + &store(at + 4, format!("(i32.load (i32.const {}))", from + 4))
    };
    let constant = |at: usize, value: usize| store(at, format!("(i32.const {value})"));
    // Evidence at 2048: value, period. Dimensions at 2112: role, comparison.
    let evidence = constant(2_048, 0)
        + &constant(2_052, 0)
        + &store(2_056, format!("(call $number {})", text(0)))
        + &pair(2_060, 1)
        + &constant(2_068, 1)
        + &constant(2_072, 0)
        + &store(2_076, format!("(call $number {})", text(2)))
        + &pair(2_080, 3);
    let dims = constant(2_112, role)
        + &constant(2_116, role_len)
        + &pair(2_120, 8)
        + &constant(2_128, comparison)
        + &constant(2_132, comparison_len)
        + &pair(2_136, 9);
    let (period, value, unit, printed) = (text(4), text(5), text(6), text(7));
    let phrase =
        constant(2_000, word) + &constant(2_004, word_len) + &constant(2_008, 2_000) + &constant(2_012, 1);
    guest
        .then(&format!(
            "{phrase}
             (call $about (local.get $doc) (i32.const 2008) (i32.const 1) (i32.const 512))
             (loop $again
               (local.set $j (i32.load (i32.add (i32.load (i32.const 512)) (i32.shl (local.get $i) (i32.const 2)))))
               {asked} {evidence} {dims}
               (call $emit (i32.const {metric}) (i32.const {metric_len}) {period} {value} {unit} {printed}
                 (i32.const 2112) (i32.const 2) (i32.const 2048) (i32.const 2) (i32.const 1040))
               (local.set $i (i32.add (local.get $i) (i32.const 1)))
               (br_if $again (i32.lt_u (local.get $i) (i32.load (i32.const 516)))))"
        ))
        .items(
            ";; Parts the answers at $at by U+001F into the slots from $slot on, as single answers would stand there.
             (func $split (param $at i32) (param $len i32) (param $slot i32) (local $end i32) (local $from i32)
               (local.set $end (i32.add (local.get $at) (local.get $len)))
               (local.set $from (local.get $at))
               (loop $again
                 (if (if (result i32) (i32.eq (local.get $at) (local.get $end)) (then (i32.const 1))
                       (else (i32.eq (i32.load8_u (local.get $at)) (i32.const 31))))
                   (then
                     (i32.store offset=4 (local.get $slot) (local.get $from))
                     (i32.store offset=8 (local.get $slot) (i32.sub (local.get $at) (local.get $from)))
                     (local.set $slot (i32.add (local.get $slot) (i32.const 16)))
                     (local.set $from (i32.add (local.get $at) (i32.const 1)))))
                 (local.set $at (i32.add (local.get $at) (i32.const 1)))
                 (br_if $again (i32.le_u (local.get $at) (local.get $end)))))
             (func $number (param $at i32) (param $len i32) (result i32) (local $n i32) (local $end i32)
               (local.set $end (i32.add (local.get $at) (local.get $len)))
               (loop $again
                 (local.set $n (i32.add (i32.mul (local.get $n) (i32.const 10))
                   (i32.sub (i32.load8_u (local.get $at)) (i32.const 48))))
                 (local.set $at (i32.add (local.get $at) (i32.const 1)))
                 (br_if $again (i32.lt_u (local.get $at) (local.get $end))))
               (local.get $n))",
        )
        .count("(i32.load (i32.const 516))")
}
