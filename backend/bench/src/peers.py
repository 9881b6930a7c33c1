# Scores series that come over standard input, and says how many seconds that took: at the wall, and of the processor.
# A line "JOB ARGUMENT SERIES POINTS", then the samples: little-endian 64-bit floats, series after series.
import sys
import time

try:
    import numpy
    import sklearn
    import statsmodels
    from sklearn.ensemble import IsolationForest
    from statsmodels.tsa.seasonal import STL
except ImportError as missing:
    print("missing", missing.name, flush=True)
    sys.exit()


def forest(values, window):
    windows = numpy.lib.stride_tricks.sliding_window_view(values, window)
    return IsolationForest(random_state=42).fit(windows).score_samples(windows)


# Loess at every tenth sample and straight lines between, as augurs does by itself: ten times as fast.
def stl(values, period):
    jump = period // 10
    left = STL(values, period=period, trend_jump=jump, low_pass_jump=jump).fit().resid
    off = numpy.abs(left - numpy.median(left))
    return off / numpy.median(off)


JOBS = {"forest": forest, "stl": stl}
print("ready", f"scikit-learn {sklearn.__version__}, statsmodels {statsmodels.__version__}", flush=True)
while line := sys.stdin.buffer.readline():
    job, argument, series, points = line.decode().split()
    values = numpy.frombuffer(sys.stdin.buffer.read(8 * int(series) * int(points)), dtype="<f8")
    wall, processor = time.perf_counter(), time.process_time()
    for row in values.reshape(int(series), int(points)):
        JOBS[job](row, int(argument))
    print(time.perf_counter() - wall, time.process_time() - processor, flush=True)
