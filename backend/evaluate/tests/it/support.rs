//! Helpers of the tests.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

/// The folder of data and tools beside the repository, or the one that `SEISMO_SHARED` names.
pub(crate) fn shared() -> PathBuf {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared");
    let folder = std::env::var_os("SEISMO_SHARED").map_or_else(|| PathBuf::from(beside), PathBuf::from);
    assert!(
        folder.join("data/manifest.json").is_file(),
        "the labelled data is missing: {} has no data/manifest.json; name its folder with SEISMO_SHARED",
        folder.display()
    );
    folder
}

/// An empty folder that is deleted with this value.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("seismo-evaluate-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::SeqCst));
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    pub(crate) fn write(&self, file: &str, text: &str) {
        let path = self.0.join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A folder that cannot be deleted fails no test.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Uniform, repeatable noise in 0..1.
pub(crate) fn noise(seed: u64, at: usize) -> f64 {
    let mut x = seed ^ (at as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((x ^ (x >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}
