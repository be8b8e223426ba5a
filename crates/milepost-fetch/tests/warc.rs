//! WARC files: what is written is read back the same, damage is an error, and archives of others are understood.

use std::io::Write;

use milepost_fetch::{WarcBulletin, WarcError, WarcForm, WarcReader, WarcSnapshot, WarcWriter};
use milepost_model::Timestamp;
use proptest::prelude::*;

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn snapshot() -> WarcSnapshot {
        let pairs = |pairs: &[(&str, &str)]| {
            pairs
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect()
        };
        WarcSnapshot {
            source: Some("cq-statistics".into()),
            url: "http://tjj.cq.gov.cn/a/t20240326_13075221.html".into(),
            final_url: "https://tjj.cq.gov.cn/a/t20240326_13075221.html?x=1".into(),
            redirects: vec!["http://tjj.cq.gov.cn/a/t20240326_13075221.html".into()],
            status: Some(200),
            request_headers: pairs(&[("host", "tjj.cq.gov.cn"), ("accept", "*/*")]),
            response_headers: pairs(&[
                ("content-type", "text/html; charset=gb2312"),
                ("content-encoding", "gzip"),
                ("content-length", "123"),
                ("set-cookie", "a=1"),
                ("set-cookie", "b=2"),
            ]),
            fetched_at: at("2026-01-15T04:00:00.123456Z"),
            content_type: Some("text/html; charset=gb2312".into()),
            remote: Some("23.41.8.1".parse().unwrap()),
            bytes: "<html><body>全市生产总值\r\n\r\nWARC/1.1\r\n</body></html>"
                .as_bytes()
                .to_vec(),
            bulletins: vec![WarcBulletin {
                article: "tjj.cq.gov.cn#13075221".into(),
                url: "http://tjj.cq.gov.cn/a/t20240326_13075221.html".into(),
                title: "2023年统计公报".into(),
                listed_on: "2024-03-26".parse().ok(),
                published: "2024-03-25".parse().ok(),
                attachments: vec![milepost_model::ContentHash::from_bytes([1; 32])],
            }],
        }
    }

    fn file() -> WarcSnapshot {
        WarcSnapshot {
            url: "file:///drop/a.csv".into(),
            final_url: "file:///drop/a.csv".into(),
            redirects: Vec::new(),
            status: None,
            request_headers: Vec::new(),
            response_headers: Vec::new(),
            content_type: Some("text/csv".into()),
            remote: None,
            bytes: b"a,b\n1,2\n".to_vec(),
            bulletins: Vec::new(),
            ..snapshot()
        }
    }

    fn written(form: WarcForm, snapshots: &[WarcSnapshot]) -> Vec<u8> {
        let mut writer = WarcWriter::start(Vec::new(), form, at("2026-01-16T00:00:00Z")).unwrap();
        for snapshot in snapshots {
            writer.push(snapshot).unwrap();
        }
        writer.finish().unwrap()
    }

    fn read(bytes: &[u8]) -> Result<Vec<WarcSnapshot>, WarcError> {
        WarcReader::new(bytes)?.collect()
    }

    #[test]
    fn what_is_written_is_read_back_the_same() {
        let all = [snapshot(), file(), snapshot()];
        for form in [WarcForm::Plain, WarcForm::Gzip] {
            assert_eq!(read(&written(form, &all)).unwrap(), all);
        }
        assert_eq!(written(WarcForm::Gzip, &all), written(WarcForm::Gzip, &all));
        assert!(read(&written(WarcForm::Plain, &[])).unwrap().is_empty());
    }

    #[test]
    fn a_changed_byte_of_the_body_is_found_out() {
        let mut bytes = written(WarcForm::Plain, &[snapshot()]);
        let place = bytes
            .windows(6)
            .position(|window| window == "全市".as_bytes())
            .unwrap();
        bytes[place] ^= 1;
        assert!(read(&bytes).unwrap_err().to_string().contains("digest"));
    }

    #[test]
    fn a_file_cut_off_anywhere_is_an_error_or_ends_between_records() {
        for form in [WarcForm::Plain, WarcForm::Gzip] {
            let whole = written(form, &[snapshot(), file()]);
            for end in 0..whole.len() {
                let found = read(&whole[..end]).unwrap_or_default();
                for snapshot_found in found {
                    assert!(snapshot_found.bytes == snapshot().bytes || snapshot_found.bytes == file().bytes);
                }
            }
        }
    }

    #[test]
    fn archives_of_others_are_understood() {
        let body = {
            let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
            encoder.write_all(b"<html>bulletin</html>").unwrap();
            encoder.finish().unwrap()
        };
        let mut http =
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
                .to_vec();
        http.extend(format!("{:x}\r\n", body.len()).bytes());
        http.extend(&body);
        http.extend(b"\r\n0\r\n\r\n");
        let mut warc = format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: <https://a.gov.cn/x>\r\nWARC-Date: \
             2020-01-02T03:04:05Z\r\nWARC-Record-ID: <urn:uuid:1>\r\nContent-Type: application/http; \
             msgtype=response\r\nContent-Length: {}\r\n\r\n",
            http.len()
        )
        .into_bytes();
        warc.extend(http);
        warc.extend(b"\r\n\r\n");
        let found = read(&warc).unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(
            (found[0].url.as_str(), found[0].bytes.as_slice()),
            ("https://a.gov.cn/x", b"<html>bulletin</html>".as_slice())
        );
    }

    #[test]
    fn what_is_no_warc_says_so() {
        for text in [
            "hello",
            "WARC/0.17\r\n\r\n",
            "WARC/1.1\r\nContent-Length: 99999999999999\r\n\r\n",
            "WARC/1.1\r\n\r\n",
        ] {
            assert!(read(text.as_bytes()).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_body_and_header_survives(bytes in prop::collection::vec(any::<u8>(), 0..2000), value in "[ -~]{0,60}") {
            let mut one = snapshot();
            one.bytes = bytes;
            one.response_headers = vec![("x-any".into(), value.trim().to_owned()), ("content-length".into(), "5".into())];
            let back = read(&written(WarcForm::Gzip, std::slice::from_ref(&one))).unwrap();
            prop_assert_eq!(back, vec![one]);
        }

        #[test]
        fn no_bytes_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..500)) {
            let _ = read(&bytes);
            let mut headed = b"WARC/1.1\r\nWARC-Type: response\r\n".to_vec();
            headed.extend(bytes);
            let _ = read(&headed);
        }
    }

    /// Writes a file for other readers where asked to: `MILEPOST_WARC_OUT` names it.
    #[test]
    fn a_file_for_other_readers_is_written_where_asked() {
        let bytes = written(WarcForm::Gzip, &[snapshot(), file()]);
        assert!(bytes.starts_with(&[0x1f, 0x8b]));
        if let Some(path) = std::env::var_os("MILEPOST_WARC_OUT") {
            std::fs::write(path, bytes).unwrap();
        }
    }
}
