//! Care of the data folder: check, counts, backup, restore.

use milepost_service::{Exit, Request, restore};

use crate::house::{House, ask, figures, ingest};
use crate::site::{Site, three_years};

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_restores_to_the_same_figures() {
    let site = Site::with(&three_years());
    let house = House::reading(&[site.list_url()]);
    let service = house.open_with_extractor().await;
    ingest(&service).await;
    let before = figures(&service).await;
    let file = house.path("backup.milepost");
    ask(
        &service,
        Request::StoreBackup {
            file: file.display().to_string(),
        },
    )
    .await;
    drop(service);
    let other = House::empty();
    let restored = restore(&other.options(), &file).unwrap();
    assert_eq!(restored.exit, Exit::Done);
    let service = other.open();
    assert_eq!(figures(&service).await, before);
    assert_eq!(ask(&service, Request::StoreCheck).await.json["sound"], true);
    drop(service);
    let again = restore(&other.options(), &file).unwrap_err();
    assert!(again.message.contains("not empty"), "{again:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn damage_is_found_and_told() {
    let site = Site::with(&three_years());
    let house = House::reading(&[site.list_url()]);
    let service = house.open_with_extractor().await;
    ingest(&service).await;
    let stats = ask(&service, Request::StoreStats).await;
    assert_eq!(stats.json["figures"], 3);
    assert_eq!(stats.json["snapshots"], 3);
    let snapshot = first_file(&house.path("data/snapshots"));
    std::fs::write(&snapshot, b"damaged").unwrap();
    let check = ask(&service, Request::StoreCheck).await;
    assert_eq!(check.exit, Exit::Failed);
    assert_eq!(
        check.json["findings"].as_array().unwrap().len(),
        1,
        "{}",
        check.text
    );
}

fn first_file(folder: &std::path::Path) -> std::path::PathBuf {
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                return path;
            }
        }
    }
    panic!("no file below {}", folder.display());
}
