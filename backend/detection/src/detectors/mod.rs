//! One file per algorithm, with one paper. Several share `season` and `period` (seasons), `baseline` and `sliding`
//! (statistics of the newest samples), `windows` (shapes as points), `follow` (one window after the other) and
//! `robust`; `smo` solves the one-class machine.

pub mod auto;
mod baseline;
mod chart;
pub mod cusum;
pub mod dense_autoencoder;
pub mod ewma;
mod follow;
pub mod hampel;
pub mod holt_winters;
pub mod isolation_forest;
pub mod local_outlier_factor;
pub mod one_class_svm;
mod period;
pub(crate) mod robust;
mod season;
pub mod seasonal_esd;
mod sliding;
mod smo;
mod windows;
pub mod z_score;
