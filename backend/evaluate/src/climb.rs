//! Searches weights by moving one at a time (hill climbing).

/// Smallest improvement that counts.
const GAIN: f64 = 1e-9;

/// Multiplies one weight after the other by each of the steps while that improves the worth; does so for one set of
/// steps after the other. Returns the worth and the weights. Steps that change nothing, or leave no weight, are
/// skipped.
///
/// # Errors
/// Those of `worth`.
pub(crate) fn climb<E>(
    mut weights: Vec<f64>,
    steps: &[&[f64]],
    mut worth: impl FnMut(&[f64]) -> Result<f64, E>,
) -> Result<(f64, Vec<f64>), E> {
    let mut best = worth(&weights)?;
    for steps in steps {
        loop {
            let before = best;
            for at in 0..weights.len() {
                for step in *steps {
                    let mut other = weights.clone();
                    other[at] *= step;
                    if other == weights || other.iter().sum::<f64>() <= 0.0 {
                        continue;
                    }
                    let gained = worth(&other)?;
                    if gained > best + GAIN {
                        (best, weights) = (gained, other);
                    }
                }
            }
            if best <= before {
                break;
            }
        }
    }
    Ok((best, weights))
}
