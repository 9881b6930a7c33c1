//! What tract's kernels leave behind in the processor.
//!
//! Some return without clearing the upper halves of the vector registers. From then on every scalar instruction of the
//! thread, and of the threads that it starts, has to carry those halves along: the other detectors were measured to take
//! 2.5 times as long (tract 0.23.9, AMD EPYC with AVX-512). `make bench` shows it, since it loads the model first.

use std::hint::black_box;

/// Clears the upper halves of the vector registers of this thread.
///
/// The instruction, `vzeroupper`, cannot be written without unsafe code, but every function that was compiled for AVX
/// ends with it. `memchr` chooses such a function where the processor has AVX2; where it has not, there is nothing to clear.
pub(crate) fn clear() {
    // Longer than one vector, or else it is searched without AVX.
    black_box(memchr::memchr(1, black_box(&[0; 128])));
}
