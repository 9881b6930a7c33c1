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

use std::sync::Arc;

use crate::Catalogue;

/// Adds every detector of this room.
pub(crate) fn add_all(catalogue: &mut Catalogue) {
    catalogue.add(isolation_forest::info(), |given| Arc::new(isolation_forest::IsolationForest::new(given)));
    catalogue.add(auto::info(), auto::weighing(auto::Weights::SHIPPED));
    catalogue.add(z_score::info(), |given| Arc::new(z_score::ZScore::new(given)));
    catalogue.add(seasonal_esd::info(), |given| Arc::new(seasonal_esd::SeasonalEsd::new(given)));
    catalogue.add(hampel::info(), |given| Arc::new(hampel::Hampel::new(given)));
    catalogue.add(holt_winters::info(), |given| Arc::new(holt_winters::HoltWinters::new(given)));
    catalogue.add(ewma::info(), |given| Arc::new(ewma::Ewma::new(given)));
    catalogue.add(cusum::info(), |given| Arc::new(cusum::Cusum::new(given)));
    catalogue.add(local_outlier_factor::info(), |given| {
        Arc::new(local_outlier_factor::LocalOutlierFactor::new(given))
    });
    catalogue.add(one_class_svm::info(), |given| Arc::new(one_class_svm::OneClassSvm::new(given)));
    catalogue
        .add(dense_autoencoder::info(), |given| Arc::new(dense_autoencoder::DenseAutoencoder::new(given)));
}
