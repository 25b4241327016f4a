using System.Diagnostics.Metrics;

namespace QualitySuite.Monitor.SetMetrics;

/// <summary>Instruments of the set metrics.</summary>
internal sealed class SetMetricsTelemetry : IDisposable
{
    private readonly Meter _meter;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _failures;
    private double _lagSeconds;

    public SetMetricsTelemetry(IMeterFactory meters)
    {
        _meter = meters.Create("QualitySuite.Monitor");
        _duration = _meter.CreateHistogram<double>("qualitysuite.set_metrics.duration", "s", "Computing the metrics of one window, its reading included.");
        _failures = _meter.CreateCounter<long>("qualitysuite.set_metrics.failures", "{pass}", "Passes over the windows that failed, by exception.");
        _meter.CreateObservableGauge(
            "qualitysuite.set_metrics.lag", () => Volatile.Read(ref _lagSeconds), "s", "Since when the window that has waited longest for its values waits.");
    }

    public void Computed(TimeSpan duration) => _duration.Record(duration.TotalSeconds);

    public void Lags(double seconds) => Volatile.Write(ref _lagSeconds, seconds);

    public void Failed(Exception exception) => _failures.Add(1, new KeyValuePair<string, object?>("error.type", exception.GetType().FullName));

    public void Dispose() => _meter.Dispose();
}
