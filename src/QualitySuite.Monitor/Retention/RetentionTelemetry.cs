using System.Diagnostics.Metrics;

namespace QualitySuite.Monitor.Retention;

/// <summary>Instruments of retention, and the sums of a pass.</summary>
internal sealed class RetentionTelemetry : IDisposable
{
    private readonly Meter _meter;
    private readonly Counter<long> _removed;

    public RetentionTelemetry(IMeterFactory meters)
    {
        _meter = meters.Create("QualitySuite.Monitor");
        _removed = _meter.CreateCounter<long>("qualitysuite.retention.removed", "{item}", "Images and rows whose time was over, by kind and app.");
    }

    public void Removed(string kind, string app, int count)
    {
        if (count > 0)
        {
            _removed.Add(count, new KeyValuePair<string, object?>("qualitysuite.kind", kind), new KeyValuePair<string, object?>("qualitysuite.app", app));
        }
    }

    public void Dispose() => _meter.Dispose();
}
