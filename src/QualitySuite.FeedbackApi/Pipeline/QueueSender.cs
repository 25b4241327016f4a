using System.Diagnostics.Metrics;
using QualitySuite.Storage.Queue;
using StackExchange.Redis;

namespace QualitySuite.FeedbackApi.Pipeline;

/// <summary>
/// Tells the workers of a generation after its commit. This is a courtesy: when Redis is out it is skipped, and the relay sends the
/// pending row a few seconds later, so ingest neither waits for Redis nor fails with it.
/// </summary>
internal sealed class QueueSender : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    private readonly ScoringQueue _queue;
    private readonly IConnectionMultiplexer _redis;
    private readonly ILogger<QueueSender> _logger;
    private readonly Meter _meter;
    private readonly Counter<long> _skipped;

    public QueueSender(ScoringQueue queue, IConnectionMultiplexer redis, IMeterFactory meters, ILogger<QueueSender> logger)
    {
        _queue = queue;
        _redis = redis;
        _logger = logger;
        _meter = meters.Create("QualitySuite.FeedbackApi");
        _skipped = _meter.CreateCounter<long>("qualitysuite.queue.skipped", "{image}", "Images left to the relay because Redis was out.");
    }

    public async Task SendAsync(QueuedImage image)
    {
        if (!_redis.IsConnected)
        {
            _skipped.Add(1);
            return;
        }

        try
        {
            await _queue.SendAsync(image).WaitAsync(Patience);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            _skipped.Add(1);
            _logger.LeftToTheRelay(e, image.GenerationId);
        }
    }

    public void Dispose() => _meter.Dispose();
}
