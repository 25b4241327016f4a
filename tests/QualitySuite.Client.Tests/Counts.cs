using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace QualitySuite.Client.Tests;

/// <summary>What the meter of the client counts while this lives, by instrument, kind and reason. Tests run one after the other.</summary>
internal sealed class Counts : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, long> _sums = new();

    public Counts()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "QualitySuite.Client")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            var key = instrument.Name["qualitysuite.client.".Length..];
            foreach (var tag in tags)
            {
                key += "/" + tag.Value;
            }

            _sums.AddOrUpdate(key, value, (_, sum) => sum + value);
        });
        _listener.Start();
    }

    public long this[string key] => _sums.GetValueOrDefault(key);

    public void Dispose() => _listener.Dispose();
}
