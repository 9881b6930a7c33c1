//! The parts that a period is cut into.

/// The part of `parts` (at least 1) in which a phase of 0..1 lies, the one after it, and where between their middles it lies: 0
/// where parts are steps and not joined by `lines`.
pub(super) fn place(parts: usize, lines: bool, phase: f64) -> (usize, usize, f64) {
    let at = phase * parts as f64;
    if !lines {
        let here = (at as usize).min(parts - 1);
        return (here, here, 0.0);
    }
    let at = if at < 0.5 { at + parts as f64 - 0.5 } else { at - 0.5 };
    let here = (at as usize).min(parts - 1);
    let next = if here + 1 == parts { 0 } else { here + 1 };
    (here, next, at - here as f64)
}
