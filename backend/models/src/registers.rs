//! Clears registers that tract's kernels leave dirty in the processor.
//!
//! Some return without clearing the upper halves of the vector registers. From then on every scalar instruction of the
//! thread, and of the threads that it starts, has to carry those halves along: the other detectors took 2.5 times as
//! long (measured with tract 0.23.9, AMD EPYC with AVX-512). `make bench` shows it, because it loads the model first.

use std::hint::black_box;

/// Clears the upper halves of the vector registers of this thread.
///
/// The instruction, `vzeroupper`, needs unsafe code, but every function compiled for AVX ends with it. `memchr` chooses
/// such a function if the processor has AVX2; without AVX2 there is nothing to clear.
pub(crate) fn clear() {
    // Longer than one vector, because shorter input is searched without AVX.
    black_box(memchr::memchr(1, black_box(&[0; 128])));
}
